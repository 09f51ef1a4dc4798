import { chromium } from '@playwright/test';

import { launchOptions } from './harness/chromium.ts';
import { expect, test } from './harness/test.ts';

test('the browser partitions storage and blocks pop-ups, as a person’s does', async () => {
  const browser = await chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), '--enable-automation'],
  });
  const session = await browser.newBrowserCDPSession();
  const { arguments: line } = await session.send('Browser.getBrowserCommandLine');
  await browser.close();

  const disabled = line.filter((argument) => argument.startsWith('--disable-features='));
  expect(disabled.join()).toContain('PaintHolding');
  expect(disabled.join()).not.toContain('ThirdPartyStoragePartitioning');
  expect(line).not.toContain('--disable-popup-blocking');
});
