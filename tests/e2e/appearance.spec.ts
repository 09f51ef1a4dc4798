import type { Frame, Page } from '@playwright/test';

import { PANES } from './harness/panes.ts';
import { expect, test } from './harness/test.ts';

function flowFrame(page: Page, origin: string): Frame {
  const frame = page.frames().find((candidate) => candidate.url().startsWith(origin));
  if (!frame) throw new Error('the flow has no frame');
  return frame;
}

/** Relative luminance of the ground under the flow's heading. */
function luminance(frame: Frame): Promise<number> {
  return frame.evaluate(() => {
    let element: Element | null = document.querySelector('h1');
    for (; element; element = element.parentElement) {
      const [r = 0, g = 0, b = 0, a = 1] = (getComputedStyle(element).backgroundColor.match(/[\d.]+/g) ?? []).map(
        Number,
      );
      if (a > 0) return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
    }
    return 1;
  });
}

test('light and dark as the merchant says', async ({ merchant, page, programs }) => {
  for (const [theme, dark] of [
    ['light', false],
    ['dark', true],
  ] as const) {
    await merchant.open();
    const open = await merchant.collect({ appearance: { theme } });
    await expect(open.flow.agree).toBeVisible();
    expect((await luminance(flowFrame(page, programs.flow))) < 0.3).toBe(dark);
  }
});

test('dark as the system says, to the end', async ({ merchant, api, page, programs }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const open = await merchant.collect();
  await expect(open.flow.agree).toBeVisible();
  expect(await luminance(flowFrame(page, programs.flow))).toBeLessThan(0.3);
  await open.flow.linkEverything('Test (Non-OAuth)');
  expect(await luminance(flowFrame(page, programs.flow))).toBeLessThan(0.3);
  await open.flow.done.click();
  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
  expect((await api.retrieve(open.session)).status).toBe('succeeded');
});

test.describe('a phone of 320 px', () => {
  test.use({ viewport: { width: 320, height: 568 } });

  for (const pane of PANES) {
    test(`${pane.name} fits, and its buttons are large enough`, async ({ merchant, page, programs }) => {
      await pane.reach(merchant);
      const frame = flowFrame(page, programs.flow);
      const { overflow, small } = await frame.evaluate(() => {
        const visible = (element: Element) => element.checkVisibility({ visibilityProperty: true });
        const targets = [...document.querySelectorAll('button, input, a[href], [role=option]')].filter(visible);
        return {
          overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          small: targets
            .map((element) => ({ element, box: element.getBoundingClientRect() }))
            .filter(({ element, box }) => box.width > 1 && !element.closest('p, label') && box.height < 24)
            .map(({ element, box }) => `${element.textContent?.trim() ?? ''} ${box.width}×${box.height}`),
        };
      });
      expect(overflow).toBeLessThanOrEqual(0);
      expect(small).toEqual([]);
    });
  }

  test('the whole way on it', async ({ merchant, api }) => {
    const open = await merchant.collect();
    await open.flow.linkEverything('Test (Non-OAuth)');
    await open.flow.done.click();
    expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
    expect((await api.retrieve(open.session)).status).toBe('succeeded');
  });
});
