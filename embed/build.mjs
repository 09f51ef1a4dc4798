// Builds what the server ships: `node build.mjs <outdir>`.
// Fails when linkspan.js is heavier than what a merchant's page was promised.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'esbuild';

/** Most bytes of linkspan.js after brotli at its best. */
const LIMIT = 4096;

const here = dirname(fileURLToPath(import.meta.url));
const outdir = process.argv[2] && resolve(process.argv[2]);
if (!outdir) {
  console.error('usage: node build.mjs <outdir>');
  process.exit(2);
}
mkdirSync(outdir, { recursive: true });

const shared = { bundle: true, minify: true, legalComments: 'none', logLevel: 'warning', absWorkingDir: here };
await Promise.all([
  // A classic script for every page: nothing newer than what old phones understand.
  build({ ...shared, entryPoints: { linkspan: 'public/linkspan.ts' }, format: 'iife', target: 'es2019', outdir }),
  build({
    ...shared,
    entryPoints: { boot: 'internal/boot.ts', inpage: 'public/inpage.ts' },
    format: 'esm',
    target: 'es2020',
    outdir,
  }),
]);

copyFileSync(join(here, 'public/contract.d.ts'), join(outdir, 'linkspan.d.ts'));
const types = mkdtempSync(join(tmpdir(), 'linkspan-types-'));
try {
  execFileSync(
    process.execPath,
    [join(here, 'node_modules/typescript/bin/tsc'), '-p', join(here, 'tsconfig.types.json'), '--outDir', types],
    { stdio: 'inherit' },
  );
  copyFileSync(join(types, 'public/inpage.d.ts'), join(outdir, 'inpage.d.ts'));
} finally {
  rmSync(types, { recursive: true, force: true });
}

const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
let tooHeavy = false;
for (const name of ['linkspan.js', 'boot.js', 'inpage.js']) {
  const bytes = readFileSync(join(outdir, name));
  const packed = brotli(bytes);
  const over = name === 'linkspan.js' && packed > LIMIT;
  tooHeavy ||= over;
  console.log(`${name}: ${bytes.length} bytes, ${packed} brotli${over ? `, over the limit of ${LIMIT}` : ''}`);
}
if (tooHeavy) process.exit(1);
