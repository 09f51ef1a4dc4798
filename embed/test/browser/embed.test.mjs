// The built scripts in Chromium, between two sites, under strict policies on both sides.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { startServers } from './servers.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const SECRET = 'fcsess_client_secret_KRJTKvCY3IKoYTrW18EazcO3';
const EMPTY = { financialConnectionsSession: { id: 'fcsess_1', accounts: [], permissions: [] } };
const LINKED = {
  financialConnectionsSession: { id: 'fcsess_1', accounts: [{ id: 'fca_1' }], permissions: ['balances'] },
};

const html = (rest = '', attributes = '') => `<!doctype html><html lang="en"><head><title>shop</title>
<script src="{{flow}}/linkspan.js" ${attributes}></script></head><body><button id="opener">Link</button>${rest}</body></html>`;

let built, servers, browser, page, violations, offers;

before(async () => {
  built = mkdtempSync(join(tmpdir(), 'linkspan-embed-'));
  await Promise.all([
    build({ entryPoints: [join(root, 'public/linkspan.ts')], bundle: true, minify: true, format: 'iife', target: 'es2019', outdir: built }),
    build({ entryPoints: { boot: join(root, 'internal/boot.ts'), inpage: join(root, 'public/inpage.ts') }, bundle: true, format: 'esm', outdir: built }),
  ]);
  servers = await startServers(built);
  browser = await chromium.launch({
    executablePath: process.env.LINKSPAN_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});

after(async () => {
  await browser?.close();
  servers?.stop();
  rmSync(built, { recursive: true, force: true });
});

beforeEach(async () => {
  Object.assign(servers.state, { askedForTokens: [], completed: [], linked: [], missing: new Set(), silent: new Set() });
  servers.state.pages = { '/': html() };
  violations = [];
  offers = [];
  page = await browser.newPage({ locale: 'en-GB' });
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/.test(message.text())) violations.push(message.text());
  });
  page.on('request', (request) => offers.push(request.url()));
});

afterEach(async () => {
  await page.close();
  assert.deepEqual(violations, []);
  assert.ok(!offers.some((address) => address.includes('client_secret')), 'a secret in an address');
});

const open = (path = '/') => page.goto(servers.merchant + path);

/** Calls collect in the page; `window.result` gets what it resolved with. */
const call = (options = {}, constructor = {}, method = 'collectFinancialConnectionsAccounts') =>
  page.evaluate(
    ([options, constructor, clientSecret, method]) => {
      document.getElementById('opener')?.focus({ preventScroll: true });
      window.events = [];
      window.result = undefined;
      window.linkspan = Linkspan('pk_test_1', constructor);
      window.done = window.linkspan
        [method]({ clientSecret, onEvent: (event) => window.events.push(event.name), ...options })
        .then((result) => (window.result = result));
    },
    [options, constructor, SECRET, method],
  );
const result = () => page.evaluate(() => window.done);
const frame = () => page.frameLocator('dialog iframe');
const press = (name) => frame().getByRole('button', { name, exact: true }).click();
/** Presses what ends the flow. The click itself may never return: its frame is gone by then. */
const pressLast = async (name) => {
  press(name).catch(() => {});
  return result();
};

test('the result comes over the port, and the page is given back as it was', async () => {
  servers.state.pages['/'] = html('<p id="tall"></p>');
  await open();
  await page.evaluate(() => {
    document.getElementById('tall').style.height = '4000px';
    document.body.style.setProperty('overflow-x', 'clip', 'important');
    scrollTo(0, 700);
  });
  const styles = () => page.evaluate(() => [document.body.getAttribute('style'), document.documentElement.getAttribute('style'), scrollY]);
  const before = await styles();
  await call();
  assert.deepEqual(await pressLast('finish'), LINKED);
  assert.deepEqual(await styles(), before);
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.querySelector('dialog'), window.events]), ['opener', null, ['open']]);
});

test('a token comes with the session, for those who ask for it', async () => {
  const token = { id: 'btok_1', object: 'token', bank_account: { last4: '6789' } };
  servers.state.token = [200, token];
  await open();
  await call({}, {}, 'collectBankAccountToken');
  assert.deepEqual(await pressLast('finish'), { ...LINKED, token });
  assert.deepEqual(servers.state.askedForTokens, [{ publishable_key: 'pk_test_1', client_secret: SECRET }]);
  const error = { type: 'invalid_request_error', code: 'account_numbers_unavailable', message: 'No numbers.' };
  servers.state.token = [400, { error }];
  await call({}, {}, 'collectBankAccountToken');
  assert.deepEqual((await pressLast('finish')).error, error);
  await call();
  assert.deepEqual(await pressLast('finish'), LINKED);
  assert.equal(servers.state.askedForTokens.length, 2);
});

test('the log of a flow is kept until the next begins', async () => {
  await open();
  const log = () => page.evaluate(() => Linkspan.flowLog());
  assert.equal(await log(), '{"flow_log":[]}');
  for (let time = 0; time < 2; time++) {
    await call();
    await pressLast('finish');
    assert.equal(await log(), '{"flow_log":[[1,0,1,0]]}');
  }
});

test('the page behind does not scroll while the flow is open', async () => {
  servers.state.pages['/'] = html('<p id="tall"></p>');
  await open();
  await page.evaluate(() => (document.getElementById('tall').style.height = '4000px'));
  await call();
  await frame().getByRole('button', { name: 'finish', exact: true }).waitFor();
  const widths = await page.evaluate(() => [getComputedStyle(document.body).overflowY, document.documentElement.clientWidth]);
  assert.equal(widths[0], 'hidden');
  await page.mouse.move(200, 200);
  await page.mouse.wheel(0, 500);
  await pressLast('finish');
  assert.equal(await page.evaluate(() => scrollY), 0);
});

test('the frame gets what it was promised, and no secret in its address', async () => {
  await open();
  await call({}, { locale: 'fr', appearance: { theme: 'dark' } });
  await frame().getByRole('button', { name: 'finish', exact: true }).waitFor();
  const inner = page.frames().find((each) => each.url().includes('/frame'));
  const seen = await inner.evaluate(() => ({ ...window.seen, onEvent: undefined, onPainted: undefined, onStep: undefined }));
  assert.equal(seen.clientSecret, SECRET);
  assert.equal(seen.publishableKey, 'pk_test_1');
  assert.deepEqual([seen.locale, seen.theme, seen.mount, seen.flowOrigin], ['fr', 'dark', 'frame', servers.flow]);
  assert.equal(inner.url(), `${servers.flow}/frame?key=pk_test_1&origin=${encodeURIComponent(servers.merchant)}&locale=fr&theme=dark`);
  assert.equal(await page.locator('dialog iframe').getAttribute('title'), 'Relier votre compte bancaire');
  assert.equal(await inner.evaluate(() => document.documentElement.dataset.theme), 'dark');
});

test('a frame of the same colour scheme is see-through, whatever the system has', async () => {
  for (const system of ['light', 'dark']) {
    for (const theme of ['auto', 'light', 'dark']) {
      await page.emulateMedia({ colorScheme: system });
      await open();
      await page.evaluate(() => {
        document.documentElement.style.background = 'rgb(0, 200, 0)';
        document.documentElement.style.height = '100%';
      });
      await call({}, { appearance: { theme } });
      await frame().getByRole('button', { name: 'finish', exact: true }).waitFor();
      const inner = page.frames().find((each) => each.url().includes('/frame'));
      await inner.evaluate(() => document.querySelector('dialog').close());
      const pixel = await corner();
      // The page's green, dimmed by the dialog's backdrop; an opaque frame would be white or grey.
      assert.ok(pixel[1] > 60 && pixel[0] < 30 && pixel[2] < 30, `${system} ${theme}: ${pixel}`);
    }
  }
});

/** Colour of a pixel near the lower right corner. */
async function corner() {
  const shot = (await page.screenshot({ clip: { x: 1000, y: 600, width: 4, height: 4 } })).toString('base64');
  const reader = await browser.newPage();
  try {
    return await reader.evaluate(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = new OffscreenCanvas(4, 4);
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      return [...context.getImageData(1, 1, 1, 1).data];
    }, shot);
  } finally {
    await reader.close();
  }
}

test('Escape asks the flow, again and again, and never closes by itself', async () => {
  await open();
  await call();
  await frame().getByRole('button', { name: 'finish', exact: true }).waitFor();
  const inner = page.frames().find((each) => each.url().includes('/frame'));
  await inner.evaluate(() => (window.stubborn = true));
  for (const way of ['requestClose', 'close', 'requestClose', 'close']) {
    const asked = await inner.evaluate(() => window.asked ?? 0);
    await page.evaluate((way) => document.querySelector('dialog')[way](), way);
    await inner.waitForFunction((asked) => window.asked > asked, asked);
    await page.waitForFunction(() => document.querySelector('dialog:modal') && document.activeElement.localName === 'iframe');
  }
  await inner.evaluate(() => (window.stubborn = false));
  await page.evaluate(() => document.querySelector('dialog').requestClose());
  assert.deepEqual(await result(), EMPTY);
});

test('Escape before the frame speaks gives up with an error', async () => {
  servers.state.silent.add('/frame');
  await open();
  await call();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Close');
  await page.keyboard.press('Escape');
  const { error } = await result();
  assert.deepEqual([error.type, error.code], ['api_connection_error', 'flow_not_loaded']);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'opener');
});

test('a frame that never speaks is given up after 15 s', async () => {
  servers.state.missing.add('/boot.js');
  await page.clock.install();
  await open();
  await call();
  await page.clock.runFor(14_000);
  assert.equal(await page.evaluate(() => window.result), undefined);
  await page.clock.runFor(1_500);
  assert.equal((await result()).error.code, 'flow_not_loaded');
});

test('a second call resolves at once and puts the focus into the open flow', async () => {
  await open();
  await call();
  await frame().getByRole('button', { name: 'finish', exact: true }).waitFor();
  const second = await page.evaluate((clientSecret) => {
    document.activeElement.blur();
    return window.linkspan.collectFinancialConnectionsAccounts({ clientSecret });
  }, SECRET);
  assert.deepEqual([second.error.type, second.error.code], ['invalid_request_error', 'flow_already_open']);
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'iframe');
  assert.deepEqual(await pressLast('finish'), LINKED);
});

test('wrong arguments resolve without opening anything, with and without new', async () => {
  await open();
  const errors = await page.evaluate(
    async (clientSecret) => [
      (await new Linkspan('sk_test_x').collectFinancialConnectionsAccounts({ clientSecret })).error,
      (await Linkspan('pk_test_x').collectFinancialConnectionsAccounts()).error,
      (await Linkspan().collectFinancialConnectionsAccounts({ clientSecret })).error,
      (await Linkspan('pk_test_x').collectFinancialConnectionsAccounts({ get clientSecret() { throw 1; } })).error,
    ],
    SECRET,
  );
  assert.deepEqual(errors.map((error) => [error.type, error.param]), [
    ['validation_error', 'publishableKey'],
    ['validation_error', 'options'],
    ['validation_error', 'publishableKey'],
    ['api_error', undefined],
  ]);
  assert.equal(await page.locator('dialog').count(), 0);
});

test('an error keeps its documented fields only', async () => {
  await open();
  await call();
  assert.deepEqual((await pressLast('fail')).error, { type: 'api_error', code: 'institution_error', message: 'm' });
});

test('forged messages are not heard', async () => {
  servers.state.silent.add('/frame');
  await open();
  await call();
  const carded = await page.evaluate(async (flow) => {
    const stranger = document.createElement('iframe');
    stranger.src = `${flow}/stranger`;
    const spoke = new Promise((resolve) => addEventListener('message', (event) => event.isTrusted && resolve()));
    document.body.append(stranger);
    await spoke;
    const source = document.querySelector('dialog iframe').contentWindow;
    window.dispatchEvent(new MessageEvent('message', { data: { linkspan: 1, type: 'ready' }, origin: flow, source }));
    // The card goes away at the first hello that is believed.
    return Boolean(document.querySelector('dialog button'));
  }, servers.flow);
  assert.equal(carded, true, 'a forged hello was taken');
  await page.keyboard.press('Escape');
  await result();
});

test('a frame that starts again gets a port and the secret again', async () => {
  await open();
  await call();
  await press('reload');
  await page.waitForFunction(() => window.events.length === 2);
  assert.deepEqual(await pressLast('finish'), LINKED);
});

test('a page that takes the modal away gets an error', async () => {
  await open();
  await call();
  await frame().getByRole('button', { name: 'finish', exact: true }).waitFor();
  await page.evaluate(() => document.querySelector('dialog').remove());
  assert.equal((await result()).error.code, 'flow_removed');
  await call();
  await frame().getByRole('button', { name: 'finish', exact: true }).waitFor();
  await page.evaluate(() => document.body.replaceChildren());
  assert.equal((await result()).error.code, 'flow_removed');
});

test('leaving the page ends the flow', async () => {
  await open();
  await call();
  await frame().getByRole('button', { name: 'finish', exact: true }).waitFor();
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide')));
  assert.equal((await result()).error.code, 'flow_removed');
});

test('an exception in onEvent is reported and the flow goes on', async () => {
  await open();
  const thrown = page.waitForEvent('pageerror');
  await page.evaluate((clientSecret) => {
    window.done = Linkspan('pk_test_1').collectFinancialConnectionsAccounts({
      clientSecret,
      onEvent: () => { throw new Error('of the page'); },
    });
  }, SECRET);
  assert.equal((await thrown).message, 'of the page');
  assert.deepEqual(await pressLast('finish'), LINKED);
});

test('it opens above a modal dialog and under hostile styles', async () => {
  servers.state.pages['/'] = html('<dialog id="own"><button id="inner">inner</button></dialog>');
  await open();
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('dialog:not(#own), iframe { display: none !important; width: 10px !important; opacity: 0 !important }');
    document.adoptedStyleSheets = [sheet];
    document.getElementById('own').showModal();
    document.getElementById('inner').focus();
    window.done = Linkspan('pk_test_1').collectFinancialConnectionsAccounts({ clientSecret: 'fcsess_client_secret_KRJTKvCY3IKoYTrW18EazcO3' });
  });
  assert.deepEqual(await pressLast('finish'), LINKED);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'inner');
});

test('data-global gives a page written for Stripe.js its name', async () => {
  servers.state.pages['/'] = html('', 'data-global="Stripe"');
  await open();
  assert.deepEqual(await page.evaluate(() => [Stripe === Linkspan, Stripe.version, typeof Stripe('pk_test_1')._registerWrapper]), [true, 'endive', 'function']);
  servers.state.pages['/'] = html();
  await open();
  assert.equal(await page.evaluate(() => typeof window.Stripe), 'undefined');
});

for (const death of ['panic', 'trap']) {
  test(`after a ${death} the person starts again where the server knows`, async () => {
    await open();
    await call();
    await press(death);
    await frame().getByRole('heading', { name: 'Something broke on our side' }).waitFor();
    await press('Start again');
    const inner = page.frames().find((each) => each.url().includes('/frame'));
    await inner.waitForFunction(() => window.seen.attempt === '1');
    assert.equal(await inner.evaluate(() => window.seen.clientSecret), SECRET);
    assert.deepEqual(await pressLast('finish'), LINKED);
    assert.deepEqual(await page.evaluate(() => window.events), ['open', 'error', 'open']);
  });
}

test('a dead instance that goes on trapping does not kill the next one', async () => {
  await open();
  await call();
  await press('leave-late-panic');
  await press('Start again');
  const inner = page.frames().find((each) => each.url().includes('/frame'));
  await inner.waitForFunction(() => window.seen.attempt === '1');
  // Several more signs of the dead one come in this time.
  await inner.evaluate(() => new Promise((resolve) => {
    let count = 0;
    addEventListener('linkspan:panic', () => ++count === 3 && resolve());
  }));
  assert.deepEqual(await pressLast('finish'), LINKED);
});

test('closing after a panic asks the server first: what was linked wins', async () => {
  await open();
  await call();
  servers.state.linked = [{ id: 'fca_9' }];
  await press('panic');
  assert.deepEqual((await pressLast('Close')).financialConnectionsSession.accounts, [{ id: 'fca_9' }]);
  assert.deepEqual(servers.state.completed, [
    { publishable_key: 'pk_test_1', client_secret: SECRET, terminal_error: { type: 'api_error', code: 'unexpected_error' } },
  ]);
});

test('closing after a panic with nothing linked is an error, Escape included', async () => {
  await open();
  await call();
  await press('panic');
  await frame().getByRole('heading', { name: 'Something broke on our side' }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal((await result()).error.code, 'unexpected_error');
});

test('without WebAssembly there is a screen, in the person’s language, and an error', async () => {
  await page.addInitScript(() => { delete window.WebAssembly; });
  await open();
  await call({}, { locale: 'fr' });
  await frame().getByRole('heading', { name: 'Ce navigateur ne peut pas afficher cette étape' }).waitFor();
  assert.equal(await frame().getByRole('button').count(), 1);
  assert.equal((await pressLast('Fermer')).error.code, 'browser_unsupported');
});

test('a module that does not arrive can be tried again', async () => {
  servers.state.missing.add('/linkspan_flow_bg.wasm');
  await open();
  await call();
  await frame().getByRole('heading', { name: 'This did not load' }).waitFor();
  servers.state.missing.clear();
  await press('Start again');
  assert.deepEqual(await pressLast('finish'), LINKED);
});

test('words that do not arrive can be tried again', async () => {
  servers.state.missing.add('/words.fr.txt');
  await open();
  await call({}, { locale: 'fr' });
  await frame().getByRole('heading', { name: 'Le chargement a échoué' }).waitFor();
  servers.state.missing.clear();
  await press('Recommencer');
  await frame().getByRole('button', { name: 'finish', exact: true }).waitFor();
  assert.equal(await frame().locator('body').evaluate(() => window.seen.words), 'fr words');
  assert.deepEqual(await pressLast('finish'), LINKED);
});

test('Escape while the module is on its way ends the session at the server', async () => {
  servers.state.silent.add('/linkspan_flow_bg.wasm');
  await open();
  const asked = page.waitForRequest((request) => request.url().endsWith('/synchronize'));
  await call();
  await asked;
  assert.notEqual(await page.evaluate(() => document.activeElement.localName), 'iframe', 'the card is the way out');
  await page.evaluate(() => document.querySelector('dialog').dispatchEvent(new Event('cancel', { cancelable: true })));
  assert.deepEqual((await result()).financialConnectionsSession.accounts, []);
  assert.equal(servers.state.completed.length, 1);
});

test('the frame by itself shows nothing, the root the demo, the full page goes back', async () => {
  await page.goto(`${servers.flow}/frame?origin=${encodeURIComponent(servers.merchant)}`);
  await page.getByRole('heading', { name: 'Nothing to show here' }).waitFor();
  await page.goto(`${servers.flow}/`);
  await page.getByText('demo with en words').waitFor();
  await page.route('https://shop.example/', (route) => route.fulfill({ body: 'back' }));
  await page.goto(`${servers.flow}/link`);
  await page.getByRole('button', { name: 'finish', exact: true }).click();
  await page.waitForURL('https://shop.example/');
});

test('in the page: same guard, same results, one style sheet', async () => {
  await page.goto(`${servers.flow}/own`);
  const start = () =>
    page.evaluate((clientSecret) => {
      window.done = import('/inpage.js').then((module) =>
        module.collectFinancialConnectionsAccounts({ publishableKey: 'pk_test_1', clientSecret }),
      );
    }, SECRET);
  await start();
  await page.getByRole('button', { name: 'panic', exact: true }).click();
  await page.getByRole('button', { name: 'Start again' }).click();
  await page.getByRole('button', { name: 'finish', exact: true }).click();
  assert.deepEqual(await result(), LINKED);
  await start();
  await page.getByRole('button', { name: 'finish', exact: true }).click();
  await result();
  assert.deepEqual(await page.evaluate(() => [document.querySelectorAll('link[href$="/flow.css"]').length, document.querySelectorAll('dialog').length]), [1, 0]);
});
