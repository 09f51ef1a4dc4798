import { createRequire } from 'node:module';

import type { AxeResults } from 'axe-core';
import type { Frame } from '@playwright/test';

import { PANES } from './harness/panes.ts';
import { BankWindow } from './harness/bank.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Runs axe inside this frame; from the page it would not look into another origin. */
async function violations(frame: Frame): Promise<string[]> {
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

for (const theme of ['light', 'dark'] as const) {
  for (const pane of PANES) {
    test(`${pane.name}, ${theme}: no violation of WCAG 2.2 A or AA that axe can see`, async ({
      merchant,
      page,
      programs,
    }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await pane.reach(merchant, { appearance: { theme } });
      const frame = page.frames().find((candidate) => candidate.url().startsWith(programs.flow));
      expect(frame).toBeDefined();
      if (frame) expect(await violations(frame)).toEqual([]);
    });
  }
}

test('the bank’s window has no violation either', async ({ merchant, page }) => {
  const { flow } = await merchant.collect();
  await flow.reach('Test (OAuth)');
  const bank = await BankWindow.openedBy(page, () =>
    flow.button(en('oauth.go_on', { bank: 'Test (OAuth)' })).click(),
  );
  expect(await violations(bank.page.mainFrame())).toEqual([]);
  await bank.signIn();
  await expect(bank.approve).toBeVisible();
  expect(await violations(bank.page.mainFrame())).toEqual([]);
});
