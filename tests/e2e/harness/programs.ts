import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../..');
const WEB = process.env['LINKSPAN_WEB_DIR'] ?? join(ROOT, 'dist');

/** What `linkspan-server serve --ready-json` prints. */
export interface ServerReady {
  api: string;
  flow: string;
  bank: string;
  secret_key: string;
  publishable_key: string;
}

/** A server and a merchant's page, each on a site of its own. */
export interface Programs extends ServerReady {
  merchant: string;
  /** `acct_…` of the merchant. */
  account: string;
  /** Where the server writes its log. */
  log: string;
  stop(): Promise<void>;
}

/** How they differ from the usual. */
export interface Start {
  /** More options of the server. */
  options?: string[];
  /** Another web build than dist/. */
  web?: string;
  /** More environment of the server. */
  env?: Record<string, string>;
}

/** Starts both on free ports with an empty database. */
export async function startPrograms({ options = [], web = WEB, env = {} }: Start = {}): Promise<Programs> {
  const folder = await mkdtemp(join(tmpdir(), 'linkspan-e2e-'));
  const log = join(folder, 'server.log');
  const started: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(started.map(end));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const server = program('LINKSPAN_SERVER', 'linkspan-server');
    const ready = await start<ServerReady>(started, log, server, [
      'serve',
      ...['--listen', '127.0.0.1:0', '--flow-listen', '127.0.0.1:0', '--bank-listen', '127.0.0.2:0'],
      ...['--data-dir', join(folder, 'data'), '--web-dir', web, '--ready-json'],
      ...options,
    ], env);
    const page = await start<{ merchant: string }>(
      started,
      join(folder, 'merchant.log'),
      program('LINKSPAN_MERCHANT', 'linkspan-example-merchant'),
      [
        ...['--listen', 'localhost:0', '--api', ready.api, '--flow', ready.flow],
        ...['--secret-key', ready.secret_key, '--publishable-key', ready.publishable_key, '--ready-json'],
      ],
    );
    const list = ['merchants', 'list', '--json', '--data-dir', join(folder, 'data')];
    const { stdout } = await run(server, list, { env: { ...process.env, ...env } });
    const [owner] = JSON.parse(stdout) as [{ id: string }];
    return { ...ready, ...page, account: owner.id, log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Starts any program that says in one line of JSON that it is ready. */
export async function startProgram<T>(path: string): Promise<T & { stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'linkspan-e2e-'));
  const started: ChildProcess[] = [];
  const ready = await start<T>(started, join(folder, 'program.log'), path, []);
  const stop = async () => {
    await Promise.all(started.map(end));
    await rm(folder, { recursive: true, force: true });
  };
  return { ...ready, stop };
}

function program(variable: string, name: string): string {
  return process.env[variable] ?? join(ROOT, 'target/debug', name);
}

/** Resolves with the first line of JSON that the program prints. */
async function start<T>(
  started: ChildProcess[],
  log: string,
  path: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<T> {
  const child = spawn(path, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  started.push(child);
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${path} ended with ${code}; log: ${log}`)));
  });
  failed.catch(() => undefined);
  const file = createWriteStream(log);
  child.stderr.pipe(file);
  const ready = new Promise<T>((resolve) => {
    const lines = createInterface(child.stdout);
    lines.on('line', (line) => {
      // The line of JSON has the keys in it, so it is not a part of the log.
      if (line.startsWith('{')) resolve(JSON.parse(line) as T);
      else file.write(`${line}\n`);
    });
  });
  return Promise.race([ready, failed]);
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
