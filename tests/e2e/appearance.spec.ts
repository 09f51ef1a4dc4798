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

test.describe('a phone of 360 px', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('names of banks break between words only', async ({ merchant, page, programs }) => {
    const { flow } = await merchant.collect();
    await flow.consent();
    await expect(flow.button(/^Down \(Unscheduled\)/)).toBeVisible();
    const broken = await flowFrame(page, programs.flow).evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.ls-tile-name')]
        .filter((name) => {
          name.style.setProperty('overflow-wrap', 'normal');
          return name.scrollWidth > name.clientWidth;
        })
        .map((name) => name.textContent),
    );
    expect(broken).toEqual([]);
  });
});

test('without colours of ours: the steps that are done, and the row that Enter picks', async ({
  merchant,
  page,
  programs,
}) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const { flow } = await merchant.collect();
  await flow.consent();
  await flow.search.fill('north');
  await expect(flow.result('Northline')).toBeVisible();
  await flow.search.press('ArrowDown');
  const seen = await flowFrame(page, programs.flow).evaluate(() => {
    const styles = (selector: string) => [...document.querySelectorAll(selector)].map((one) => getComputedStyle(one));
    return {
      steps: styles('.ls-step').map((style) => style.backgroundColor),
      borders: styles('.ls-step').map((style) => style.borderTopWidth),
      rows: styles('[role=option]').map((style) => style.outlineStyle),
    };
  });
  const [first, second, third, fourth] = seen.steps;
  expect(second).toBe(first);
  expect(fourth).toBe(third);
  expect(third).not.toBe(first);
  expect(seen.borders).toEqual(['1px', '1px', '1px', '1px']);
  expect(seen.rows.filter((style) => style === 'solid')).toHaveLength(1);
});

test('a button that waits shows so inside of its edge, moving or not', async ({ merchant, page, programs }) => {
  const { flow } = await merchant.collect();
  await expect(flow.agree).toBeVisible();
  await page.route('**/consent_acquired', () => {});
  await flow.agree.click();
  const line = () =>
    flowFrame(page, programs.flow).evaluate(() => {
      const button = document.querySelector('.ls-busy');
      const { bottom, width } = getComputedStyle(button ?? document.body, '::after');
      return { bottom: parseFloat(bottom), part: parseFloat(width) / (button?.clientWidth ?? 0) };
    });
  expect((await line()).bottom).toBeGreaterThan(3);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect((await line()).part).toBeGreaterThan(0.5);
});

test.describe('a phone of 320 px', () => {
  test.use({ viewport: { width: 320, height: 568 } });

  for (const pane of PANES) {
    test(`${pane.name} fits, and its buttons are large enough`, async ({ merchant, page, programs }) => {
      await pane.reach(merchant);
      const frame = flowFrame(page, programs.flow);
      const { overflow, small, stolen } = await frame.evaluate(() => {
        const visible = (element: Element) => element.checkVisibility({ visibilityProperty: true });
        const targets = [...document.querySelectorAll('button, input, a[href], [role=option]')].filter(visible);
        // What a press just inside of the edges of each hits: text buttons reach beyond theirs.
        const hits = (element: Element, y: number): boolean => {
          const box = element.getBoundingClientRect();
          const hit = document.elementFromPoint(box.left + box.width / 2, y);
          return !hit || element.contains(hit) || hit.contains(element);
        };
        const sheet = document.querySelector('.ls-sheet');
        const inside = targets.filter((element) => {
          const { top, bottom } = element.getBoundingClientRect();
          const scroll = element.closest('.ls-body, .ls-foot, .ls-head')?.getBoundingClientRect();
          // Under a sheet nothing can be pressed.
          return !sheet && scroll && top >= scroll.top && bottom <= scroll.bottom;
        });
        return {
          stolen: inside
            .filter((element) => {
              const { top, bottom } = element.getBoundingClientRect();
              return !hits(element, top + 2) || !hits(element, bottom - 2);
            })
            .map((element) => element.textContent),
          overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          small: targets
            .map((element) => ({ element, box: element.getBoundingClientRect() }))
            .filter(({ element, box }) => box.width > 1 && !element.closest('p, label') && box.height < 24)
            .map(({ element, box }) => `${element.textContent?.trim() ?? ''} ${box.width}×${box.height}`),
        };
      });
      expect(overflow).toBeLessThanOrEqual(0);
      expect(small).toEqual([]);
      expect(stolen, 'presses that a neighbour takes').toEqual([]);
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
