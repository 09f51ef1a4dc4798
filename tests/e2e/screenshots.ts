import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';

import { PANES } from './harness/panes.ts';
import { test } from './harness/test.ts';

const FOLDER = resolve(import.meta.dirname, '../../docs/panes');
const SIZES = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
];

for (const viewport of SIZES) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${viewport.width} px, ${theme}`, () => {
      test.use({ viewport, colorScheme: theme });

      for (const pane of PANES) {
        test(pane.name, async ({ merchant, page }) => {
          await mkdir(FOLDER, { recursive: true });
          await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
          await pane.reach(merchant, { appearance: { theme } });
          // The bank's window, where one opened, stands in front otherwise.
          await page.bringToFront();
          await page.screenshot({
            path: resolve(FOLDER, `${pane.name}-${viewport.width}-${theme}.png`),
            animations: 'disabled',
            caret: 'hide',
          });
        });
      }
    });
  }
}
