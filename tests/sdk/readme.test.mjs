// The Node script of the README is the one in examples/, and it runs.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startServer } from "./server.mjs";

const SCRIPT = new URL("../../examples/node/link-accounts.mjs", import.meta.url);
const README = new URL("../../README.md", import.meta.url);

let server;
before(async () => (server = await startServer()));
after(() => server.stop());

test("the script runs as printed", async () => {
  const [readme, script] = await Promise.all([readFile(README, "utf8"), readFile(SCRIPT, "utf8")]);
  assert.ok(readme.includes("```js\n" + script + "```"));
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(SCRIPT)], {
    env: { ...process.env, LINKSPAN_API: server.api, LINKSPAN_SECRET_KEY: server.secret_key },
    timeout: 60_000,
  });
  const lines = stdout.trimEnd().split("\n");
  assert.equal(lines.length, 3);
  assert.match(lines[0], /^Test \(OAuth\): High Balance, \*{4}\d{4}, active$/);
  assert.match(lines[1], /^Test \(OAuth\): Success, \*{4}\d{4}, active$/);
  assert.equal(lines[2], "verified: financial_connections.account.created");
});
