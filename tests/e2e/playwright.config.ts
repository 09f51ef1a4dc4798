import { defineConfig } from '@playwright/test';

import { launchOptions } from './harness/chromium.ts';

const screenshots = process.env['LINKSPAN_SCREENSHOTS'] !== undefined;

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  fullyParallel: true,
  workers: 2,
  // A test that needs a second try has found something.
  retries: 0,
  forbidOnly: process.env['CI'] !== undefined,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions,
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    actionTimeout: 15_000,
    // A film of every test takes a fifth of its time; what the document was at each step is enough.
    trace: { mode: 'retain-on-failure', screenshots: false },
  },
  projects: screenshots
    ? [{ name: 'screenshots', testMatch: 'screenshots.ts' }]
    : [{ name: 'e2e', testMatch: '**/*.spec.ts' }],
});
