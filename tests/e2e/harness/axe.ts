import { createRequire } from 'node:module';

import type { AxeResults } from 'axe-core';
import type { Frame } from '@playwright/test';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Runs axe inside this frame; from the page it would not look into another origin. */
export async function violations(frame: Frame): Promise<string[]> {
  const { readFile } = await import('node:fs/promises');
  await frame.evaluate(await readFile(AXE, 'utf8'));
  const results = await frame.evaluate(
    (tags) =>
      (window as unknown as { axe: typeof import('axe-core') }).axe.run({
        runOnly: { type: 'tag', values: tags },
        resultTypes: ['violations'],
        iframes: false,
      }) as Promise<AxeResults>,
    TAGS,
  );
  return results.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  );
}
