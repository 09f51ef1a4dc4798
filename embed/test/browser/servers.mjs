// Two origins for the tests: a merchant's page under a strict policy, and a flow whose WebAssembly
// side is replaced by a few lines that do what a test needs.

import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The policy that a merchant with strict taste has. */
const merchantPolicy = (flow) =>
  `default-src 'none'; script-src 'self' ${flow}; style-src 'self'; connect-src 'self'; frame-src ${flow}; ` +
  `base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;

/** The policy of the flow's own pages. */
const flowPolicy =
  `default-src 'none'; script-src 'nonce-N' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'nonce-N'; ` +
  `connect-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; ` +
  `require-trusted-types-for 'script'; trusted-types 'none'`;

const indexHtml = `<!doctype html><html lang="en"><head><meta name="color-scheme" content="light dark">
<style nonce="N">:root{color-scheme:light dark}:root[data-theme=dark]{color-scheme:dark}:root[data-theme=light]{color-scheme:light}</style>
<script type="module" nonce="N" src="/boot.js"></script></head>
<body><div id="linkspan-root"><p class="ls-skeleton">skeleton</p></div></body></html>`;

/** Stands for the module that is compiled from Rust: same exports, same signs of death. */
const glue = `
const attempt = new URL(import.meta.url).searchParams.get('restart') ?? '0';
let finish;
export default async function init({ module_or_path }) {
  if (!(module_or_path instanceof WebAssembly.Module)) throw new Error('no module');
}
export function requestClose() {
  window.asked = (window.asked ?? 0) + 1;
  if (window.stubborn) return;
  finish({ financialConnectionsSession: { id: 'fcsess_1', accounts: [], permissions: [] } });
}
export function collectFinancialConnectionsAccounts(options) {
  window.seen = { ...options, attempt };
  const root = document.getElementById('linkspan-root') ?? document.body;
  const dialog = document.createElement('dialog');
  dialog.dataset.linkspan = 'flow';
  if (root.id) root.textContent = '';
  const press = (name, act) => {
    const button = document.createElement('button');
    button.textContent = name;
    button.addEventListener('click', act);
    dialog.append(button);
  };
  return new Promise((resolve) => {
    finish = (result) => { dialog.remove(); resolve(result); };
    press('finish', () => finish({
      financialConnectionsSession: { id: 'fcsess_1', accounts: [{ id: 'fca_1' }], permissions: ['balances'] },
      returnUrl: 'https://shop.example/', secret: 'not documented',
    }));
    press('fail', () => finish({ error: { type: 'api_error', code: 'institution_error', message: 'm', extra_fields: {} } }));
    press('panic', () => {
      window.dispatchEvent(new CustomEvent('linkspan:panic'));
      throw new WebAssembly.RuntimeError('unreachable');
    });
    press('trap', () => Promise.reject(new WebAssembly.RuntimeError('unreachable')));
    press('leave-late-panic', () => setInterval(() => window.dispatchEvent(new CustomEvent('linkspan:panic')), 20));
    press('reload', () => location.reload());
    root.append(dialog);
    dialog.showModal();
    options.onEvent({ name: 'open', metadata: {}, financialConnectionsSessionId: 'fcsess_1' });
    options.onPainted();
    options.onStep(1, 0, 1, 0);
  });
}
export function startDemo(words) { document.getElementById('linkspan-root').textContent = 'demo with ' + words; }
`;

/** The smallest module there is. */
const wasm = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** Starts both; `built` is the folder that the build wrote. */
export async function startServers(built) {
  const state = {
    /** Requests to end a session, as they came. */
    completed: [],
    /** What the server says was linked. */
    linked: [],
    /** Requests for a token, and status and body of their answer. */
    askedForTokens: [],
    token: [200, {}],
    /** Paths that answer 404. */
    missing: new Set(),
    /** Paths that are not answered. */
    silent: new Set(),
    pages: {},
  };
  const flow = await listen('127.0.0.1', (request, response) => serveFlow(built, state, request, response));
  const merchant = await listen('localhost', (request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    const body = state.pages[pathname];
    if (body === undefined) return response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': pathname.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8',
      'content-security-policy': merchantPolicy(flow.origin),
    });
    response.end(body.replaceAll('{{flow}}', flow.origin));
  });
  return { state, flow: flow.origin, merchant: merchant.origin, stop: () => (flow.stop(), merchant.stop()) };
}

function serveFlow(built, state, request, response) {
  const { pathname } = new URL(request.url, 'http://x');
  const send = (type, body) => response.writeHead(200, { 'content-type': type }).end(body);
  if (state.silent.has(pathname)) return undefined;
  if (state.missing.has(pathname)) return response.writeHead(404).end();
  switch (pathname) {
    case '/linkspan.js':
    case '/boot.js':
    case '/inpage.js':
      return send('text/javascript', readFileSync(join(built, pathname)));
    case '/linkspan_flow.js':
      return send('text/javascript', glue);
    case '/linkspan_flow_bg.wasm':
      return send('application/wasm', wasm);
    case '/words.en.txt':
    case '/words.fr.txt':
      return send('text/plain; charset=utf-8', `${pathname.slice(7, 9)} words`);
    case '/v1/link_account_sessions/bank_account_token': {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        state.askedForTokens.push(JSON.parse(body));
        const [status, answer] = state.token;
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
      return undefined;
    }
    case '/v1/link_account_sessions/complete': {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        state.completed.push(JSON.parse(body));
        send(
          'application/json',
          JSON.stringify({ session: { id: 'fcsess_1', accounts: state.linked, permissions: ['balances'] } }),
        );
      });
      return undefined;
    }
    case '/flow.css':
      return send('text/css', '');
    // Another page of the flow's origin, not in our frame, that says what the frame says.
    case '/stranger':
      return send('text/html', `<!doctype html><script>parent.postMessage({ linkspan: 1, type: 'ready' }, '*')</script>`);
    case '/own':
      return send('text/html', '<!doctype html><title>own</title><body>');
    default:
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': flowPolicy });
      return response.end(indexHtml);
  }
}

function listen(host, handler) {
  return new Promise((resolve) => {
    const server = createServer(handler);
    server.listen(0, host, () => {
      resolve({
        origin: `http://${host}:${server.address().port}`,
        stop: () => {
          server.closeAllConnections();
          server.close();
        },
      });
    });
  });
}
