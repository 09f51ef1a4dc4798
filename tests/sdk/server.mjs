// Starts the built server on an empty directory, for one test file.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import Stripe from "stripe";

const BINARY =
  process.env.LINKSPAN_SERVER ??
  fileURLToPath(new URL("../../target/debug/linkspan-server", import.meta.url));

/** Where the logs of the servers are kept: what they answered is compared with what there is to ask. */
const LOGS = process.env.SERVER_LOGS;

/** A running server: where it is, the default merchant's keys, and how to stop it. */
export async function startServer(...more) {
  const dir = await mkdtemp(join(tmpdir(), "linkspan-sdk-"));
  const args = ["serve", "--listen", "127.0.0.1:0", "--ready-json", "--data-dir", dir, ...more];
  const child = spawn(BINARY, args, { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stderr.on("data", (chunk) => (log += chunk));
  const exited = once(child, "exit");
  const first = createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  const line = await Promise.race([first, exited.then(() => ({ done: true }))]);
  if (line.done) throw new Error(`the server did not start:\n${log}`);
  const ready = JSON.parse(line.value);
  return {
    ...ready,
    stripe: client(ready.api, ready.secret_key),
    log: () => log,
    /** What an operator's command on the same data prints. */
    async command(...words) {
      const run = promisify(execFile)(BINARY, [...words, "--json", "--data-dir", dir]);
      return JSON.parse((await run).stdout);
    },
    async stop() {
      child.kill("SIGTERM");
      await exited;
      if (LOGS) await writeFile(join(LOGS, `${child.pid}.log`), log);
      await rm(dir, { recursive: true });
    },
  };
}

/** The official SDK, told another base address and nothing else. */
export function client(api, key, more = {}) {
  const { hostname, port } = new URL(api);
  return new Stripe(key, { host: hostname, port, protocol: "http", telemetry: false, ...more });
}
