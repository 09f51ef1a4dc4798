import { defineConfig } from '@playwright/test';

import { launchOptions } from '../e2e/harness/chromium.ts';

/** `cargo xtask bench`: one measurement at a time, nothing recorded beside it. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.bench.ts',
  outputDir: '../../test-results/bench',
  workers: 1,
  retries: 0,
  timeout: 15 * 60_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  use: { browserName: 'chromium', launchOptions, trace: 'off', viewport: { width: 1280, height: 800 } },
});
