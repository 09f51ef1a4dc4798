import type { Page } from '@playwright/test';

import { BankWindow } from './harness/bank.ts';
import { Flow } from './harness/flow.ts';
import type { OpenFlow } from './harness/merchant.ts';
import type { Programs } from './harness/programs.ts';
import { en, fr, type Words } from './harness/words.ts';
import { returnPage } from './harness/site.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Test (OAuth)';
const WEB_VIEW =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36';
const PHONE = { isMobile: true, hasTouch: true, viewport: { width: 390, height: 844 } };
/** Browsers inside apps, and what opening a window is there: not there at all, or without a window. */
const IN_APPS = [
  { app: 'a web view of Android', userAgent: WEB_VIEW, open: null },
  {
    app: 'a web view of iOS',
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
    open: undefined,
  },
  {
    app: 'Instagram',
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 385.0.0.25.89 (iPhone15,3; iOS 18_5; en_US)',
    open: null,
  },
  {
    app: 'Facebook',
    userAgent:
      'Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UD1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/520.0.0.45.63;]',
    open: undefined,
  },
];

const goOn = (flow: Flow, words: Words = en) => flow.button(words('oauth.go_on', { bank: BANK }));

/** How a button is pressed. */
type Press = 'click' | 'tap';

/** Signs in at the bank, in the tab that the flow left for it, and says yes. */
async function agreeAtBank(page: Page, programs: Programs, press: Press): Promise<void> {
  await page.waitForURL(`${programs.bank}/**`);
  const bank = new BankWindow(page);
  await bank.signIn();
  await bank.approve[press]();
}

/** Shares all accounts of the bank, and expects them in the result. */
async function shareAll(open: OpenFlow, press: Press): Promise<void> {
  await open.flow.accounts();
  await open.flow.shareAccounts(10);
  await open.flow.done[press]();
  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
}

test.describe('on a phone', () => {
  test.use(PHONE);

  test('a page of the flow goes to the bank in its own tab, and comes back as it was', async ({
    page,
    context,
    api,
    programs,
  }) => {
    await using shop = await returnPage();
    const session = await api.session({ ui_mode: 'hosted', hosted: { return_url: shop.address } });
    await page.goto(`${session.url}?locale=fr&theme=dark`);
    const flow = new Flow(page, fr);
    await flow.reach(BANK);
    const address = page.url();
    await goOn(flow, fr).click();
    await page.waitForURL(`${programs.bank}/**`);
    const bank = new BankWindow(page, fr);
    await bank.signIn();
    await bank.approve.click();
    await flow.accounts();
    expect(page.url()).toBe(address);
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    expect(context.pages()).toHaveLength(1);
    await flow.button(/^Partager \d+ comptes$/).click();
    await flow.done.click();
    await expect(page.getByRole('heading', { name: 'Back at the shop' })).toBeVisible();
    expect(page.url()).toBe(shop.address);
    expect((await api.retrieve(session)).accounts.data).toHaveLength(10);
  });

  test('a no, a failure and the browser’s own way back all lead on', async ({ page, api, programs }) => {
    const session = await api.session({ return_url: 'http://localhost:9/back' });
    await page.goto(session.url ?? '');
    const flow = new Flow(page);
    await flow.reach(BANK);
    const bank = new BankWindow(page);

    await goOn(flow).click();
    await bank.signIn();
    await bank.refuse.click();
    await expect(page.getByText(en('oauth.denied', { bank: BANK }))).toBeVisible();

    await goOn(flow).click();
    await page.waitForURL(`${programs.bank}/**`);
    await page.goBack();
    await expect(flow.heading(en('oauth.waiting_title', { bank: BANK }))).toBeVisible();
    await flow.button(en('oauth.reopen', { bank: BANK })).click();
    await bank.fails();
    await expect(flow.heading(en('problem.bank_error_title', { bank: BANK }))).toBeVisible();

    await flow.button(en('problem.another')).click();
    await flow.pick(BANK);
    await goOn(flow).click();
    await bank.signIn();
    await bank.approve.click();
    await flow.accounts();
  });
});

test.describe('in a web view of an app', () => {
  test.use({ userAgent: WEB_VIEW });

  test('a merchant’s page is left for the bank, come back to, and goes on', async ({
    merchant,
    page,
    context,
    api,
    programs,
  }) => {
    const address = `${programs.merchant}/?from=bank`;
    const session = await api.session({ return_url: address });
    const open = await merchant.collect({ session });
    await open.flow.reach(BANK);
    await goOn(open.flow).click();
    await agreeAtBank(page, programs, 'click');
    await page.waitForURL(address);
    expect(context.pages()).toHaveLength(1);

    const again = await merchant.collect({ session });
    await shareAll(again, 'click');
  });

  test('without an address to come back to the page stays, with a link to the bank', async ({ merchant, page }) => {
    const open = await merchant.collect();
    await open.flow.reach(BANK);
    // What such a web view does.
    await goOn(open.flow).evaluate(() => {
      window.open = () => null;
    });
    await goOn(open.flow).click();
    await expect(open.flow.root.getByRole('link', { name: en('oauth.blocked_link', { bank: BANK }) })).toBeVisible();
    await expect(open.flow.button(en('oauth.here'))).toHaveCount(0);
    expect(page.url()).not.toContain('/auth/');
  });
});

for (const { app, userAgent, open } of IN_APPS) {
  test.describe(`in ${app}, on a phone`, () => {
    test.use({ ...PHONE, userAgent });
    test.beforeEach(async ({ page }) => {
      await page.addInitScript((given) => {
        Object.defineProperty(window, 'open', { value: given === 'none' ? undefined : () => null });
      }, open === undefined ? 'none' : 'null');
    });

    test(`${app}: a page of the flow goes through the bank without a window, to the end`, async ({
      page,
      context,
      api,
      programs,
    }) => {
      await using shop = await returnPage();
      const session = await api.session({ ui_mode: 'hosted', hosted: { return_url: shop.address } });
      await page.goto(session.url ?? '');
      const flow = new Flow(page);
      await flow.reach(BANK);
      await goOn(flow).tap();
      await agreeAtBank(page, programs, 'tap');
      await flow.accounts();
      expect(context.pages()).toHaveLength(1);
      await flow.shareAccounts(10);
      await flow.done.tap();
      await expect(page.getByRole('heading', { name: 'Back at the shop' })).toBeVisible();
      expect((await api.retrieve(session)).status).toBe('succeeded');
    });

    test(`${app}: a merchant’s page is left for the bank, and the same call goes on`, async ({
      merchant,
      page,
      api,
      programs,
    }) => {
      const address = `${programs.merchant}/?from=bank`;
      const session = await api.session({ return_url: address });
      const began = await merchant.collect({ session });
      await began.flow.reach(BANK);
      await goOn(began.flow).tap();
      await agreeAtBank(page, programs, 'tap');
      await page.waitForURL(address);
      const again = await merchant.collect({ session });
      await shareAll(again, 'tap');
    });
  });
}

test('a window that does not open leaves the choice of this tab', async ({ merchant, page, api, programs }) => {
  const session = await api.session({ return_url: `${programs.merchant}/` });
  const open = await merchant.collect({ session });
  await open.flow.reach(BANK);
  await goOn(open.flow).evaluate((button) => {
    button.addEventListener('click', () => window.open('about:blank'), { capture: true, once: true });
  });
  const [other] = await Promise.all([page.context().waitForEvent('page'), goOn(open.flow).click()]);
  await other.close();
  const here = open.flow.button(en('oauth.here'));
  await expect(here).toBeVisible();
  // Headless Chromium sends no more clicks to a page that two windows were opened from.
  await here.press('Enter');
  await agreeAtBank(page, programs, 'click');
  await page.waitForURL(`${programs.merchant}/`);
  const again = await merchant.collect({ session });
  await again.flow.accounts();
});
