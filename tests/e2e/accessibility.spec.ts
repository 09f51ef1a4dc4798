import { violations } from './harness/axe.ts';
import { PANES } from './harness/panes.ts';
import { BankWindow } from './harness/bank.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

for (const pane of PANES) {
  test(`${pane.name}, light and dark: no violation of WCAG 2.2 A or AA that axe can see`, async ({
    merchant,
    page,
    programs,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await pane.reach(merchant, { appearance: { theme: 'light' } });
    const frame = page.frames().find((candidate) => candidate.url().startsWith(programs.flow));
    if (!frame) throw new Error('the flow is not on the page');
    expect(await violations(frame)).toEqual([]);
    await frame.locator('[data-theme=light]').evaluate((flow: HTMLElement) => (flow.dataset['theme'] = 'dark'));
    expect(await violations(frame)).toEqual([]);
  });
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
