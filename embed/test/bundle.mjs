// Bundles a module of this package for Node and imports it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

// The modules take their intrinsics from `window`, as they do in a page.
globalThis.window ??= globalThis;

export async function load(...entries) {
  const outdir = mkdtempSync(join(tmpdir(), 'linkspan-test-'));
  try {
    const out = {};
    for (const entry of entries) {
      const outfile = join(outdir, `${entry.replaceAll('/', '-')}.mjs`);
      await build({ entryPoints: [join(root, entry)], bundle: true, format: 'esm', outfile, logLevel: 'error' });
      Object.assign(out, await import(pathToFileURL(outfile)));
    }
    return out;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
