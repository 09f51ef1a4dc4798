import type { BrowserContext, Page } from '@playwright/test';

import type { Api, OpenSession } from './harness/api.ts';
import { violations } from './harness/axe.ts';
import type { Flow } from './harness/flow.ts';
import { code, messages } from './harness/inbox.ts';
import type { Merchant, OpenFlow } from './harness/merchant.ts';
import { en, server } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Bank (Non-OAuth)';

declare global {
  interface Window {
    /** Presses of buttons, boxes, links and rows in this document. */
    presses?: number;
  }
}

/** Counts what a person presses, in every document from now on. */
async function countPresses(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    window.presses = 0;
    addEventListener(
      'click',
      (event) => {
        if (event.isTrusted) window.presses = (window.presses ?? 0) + 1;
      },
      true,
    );
  });
}

async function presses(page: Page): Promise<number> {
  const counts = await Promise.all(page.frames().map((frame) => frame.evaluate(() => window.presses ?? 0)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** A session of a new customer whose address the merchant knows. */
async function sessionOf(api: Api, email: string): Promise<OpenSession> {
  const customer = await api.request<{ id: string }>('POST', '/v1/customers', { name: 'Maya Lind', email });
  return api.session({}, customer.id);
}

const field = (flow: Flow) => flow.root.getByRole('textbox', { name: /^(New code|Code) sent to / });

async function typeCode(flow: Flow, digits: string): Promise<void> {
  await field(flow).fill(digits);
  await flow.button(en('credentials.code_submit')).click();
}

/** Links everything at a bank and saves it under an address, with the code from the inbox. */
async function saved(merchant: Merchant, api: Api, email: string): Promise<OpenFlow> {
  const open = await merchant.collect({ session: await sessionOf(api, email) });
  const { flow } = open;
  await flow.linkEverything(BANK);
  await flow.button(en('success.save')).click();
  await expect(flow.heading(en('credentials.save_title'))).toBeVisible();
  await flow.root.getByLabel(server('save_email')).fill(email);
  await flow.button(en('credentials.options_submit')).click();
  await expect(flow.heading(en('credentials.code_title'))).toBeVisible();
  await typeCode(flow, await code(api, email));
  await expect(flow.root.getByRole('link', { name: en('success.saved') })).toBeVisible();
  await expect(flow.button(en('success.save'))).toHaveCount(0);
  return open;
}

/** Opens the next flow of somebody who saved, up to the code. */
async function returned(merchant: Merchant, api: Api, email: string): Promise<OpenFlow> {
  await merchant.open();
  const open = await merchant.collect({ session: await sessionOf(api, email) });
  await expect(open.flow.agree).toBeVisible();
  await open.flow.agree.click();
  await expect(open.flow.heading(en('credentials.back_title'))).toBeVisible();
  return open;
}

test('whoever saved accounts comes back in three presses, and nothing saved is there before the code', async ({
  merchant,
  api,
  context,
  page,
  programs,
}) => {
  const email = 'three.presses@mail.example';
  await countPresses(context);
  await merchant.open();
  const first = await merchant.collect({ session: await sessionOf(api, email) });
  await first.flow.linkEverything(BANK);
  const atFirst = await presses(page);
  await first.flow.done.click();
  const linked = (await first.result()).financialConnectionsSession?.accounts ?? [];
  expect(linked.length).toBeGreaterThan(1);
  await merchant.open();
  const open = await saved(merchant, api, email);
  await open.flow.done.click();
  await open.result();

  const reading: Promise<string>[] = [];
  const keep = (response: import('@playwright/test').Response) => {
    // What the example's own page shows of the sandbox's inbox is no part of the flow.
    const data = response.headers()['content-type']?.includes('json');
    if (data && response.url().startsWith(programs.flow)) reading.push(response.text());
  };
  context.on('response', keep);
  const again = await returned(merchant, api, email);
  const { flow } = again;
  const dom = await Promise.all(
    page.frames().filter((frame) => frame.url().startsWith(programs.flow)).map((frame) => frame.content()),
  );
  context.off('response', keep);
  const bodies = await Promise.all(reading);
  expect([bodies.length, dom.length].map((count) => count > 0)).toEqual([true, true]);
  for (const text of [...bodies, ...dom]) {
    for (const account of linked) {
      expect(text).not.toContain(account.display_name);
      // By themselves: within an id such digits mean nothing.
      expect(text).not.toMatch(new RegExp(`\\b${account.last4 ?? 'no number'}\\b`));
    }
    expect(text).not.toContain('cnsacct_');
    expect(text).not.toContain(email);
  }
  await typeCode(flow, await code(api, email));
  await flow.accounts();
  await expect(flow.root.getByText(BANK).first()).toBeVisible();
  await flow.button(/^Share \d+ accounts?$/).click();
  await expect(flow.done).toBeVisible();
  const atReturn = await presses(page);
  console.log(`presses from open to success: ${atFirst} at first, ${atReturn} on return`);
  expect(atReturn).toBeLessThanOrEqual(3);
  expect(atFirst).toBeGreaterThan(atReturn);
  await flow.done.click();
  const result = (await again.result()).financialConnectionsSession;
  expect(result?.accounts.map((account) => account.last4)).toEqual(linked.map((account) => account.last4));
  expect((await api.retrieve(again.session)).status).toBe('succeeded');
});

test('a wrong, an old and a missing code each have a way on', async ({ merchant, api }) => {
  const email = 'wrong.codes@mail.example';
  await (await saved(merchant, api, email)).flow.done.click();
  const { flow } = await returned(merchant, api, email);
  await typeCode(flow, '000001');
  await expect(flow.root.getByText(en('credentials.wrong_code'))).toBeVisible();
  await expect(flow.root.getByText(en('credentials.attempts', { count: 4 }))).toBeVisible();
  await expect(field(flow)).toBeFocused();
  await typeCode(flow, '000002');
  await expect(flow.root.getByText(en('credentials.expired_code'))).toBeVisible();
  const before = (await messages(api, email)).length;
  await flow.button(server('code_again')).click();
  await expect(flow.root.getByLabel(/^New code sent to /)).toHaveValue('');
  expect(await messages(api, email)).toHaveLength(before + 1);
  await typeCode(flow, '000003');
  await expect(flow.root.getByText(en('credentials.too_often'))).toBeVisible();
  await flow.button(en('credentials.at_bank')).click();
  await expect(flow.search).toBeVisible();
  await flow.pick(BANK);
  await flow.signIn(BANK, 'open sesame');
  await flow.accounts();
});

test('whoever has no code signs in at a bank, and whoever does not want to save goes back', async ({
  merchant,
  api,
}) => {
  const email = 'no.code@mail.example';
  await (await saved(merchant, api, email)).flow.done.click();
  const { flow } = await returned(merchant, api, email);
  await flow.button(en('credentials.at_bank')).click();
  await flow.pick(BANK);
  await flow.signIn(BANK, 'open sesame');
  await flow.accounts();
  await flow.button(/^Share \d+ accounts$/).click();
  await flow.button(en('success.save')).click();
  await flow.button(en('credentials.not_now')).click();
  await expect(flow.done).toBeVisible();
});

test('with a phone, the person chooses where the code goes', async ({ merchant, api }) => {
  const [email, phone] = ['with.phone@mail.example', '+12125550123'] as const;
  const open = await merchant.collect({ session: await sessionOf(api, email) });
  const { flow } = open;
  await flow.linkEverything(BANK);
  await flow.button(en('success.save')).click();
  await flow.root.getByLabel(server('save_email')).fill(email);
  await flow.root.getByLabel(server('save_phone')).fill('212 555 0123');
  await flow.button(en('credentials.options_submit')).click();
  await expect(flow.root.getByText(en('credentials.wrong_phone'))).toBeVisible();
  await expect(flow.root.getByLabel(server('save_phone'))).toBeFocused();
  await flow.root.getByLabel(server('save_phone')).fill('+1 212 555 0123');
  await flow.button(en('credentials.options_submit')).click();
  await expect(field(flow)).toBeVisible();
  await typeCode(flow, await code(api, email));
  await expect(flow.root.getByLabel(server('code_prompt_text'))).toBeVisible();
  await typeCode(flow, await code(api, phone));
  await expect(flow.root.getByRole('link', { name: en('success.saved') })).toBeVisible();
  await flow.done.click();

  const back = await returned(merchant, api, email);
  await back.flow.button(server('code_by_text')).click();
  await expect(back.flow.root.getByLabel(server('code_prompt_text_again'))).toBeVisible();
  await typeCode(back.flow, await code(api, phone));
  await back.flow.accounts();
});

test('a page that is loaded again while accounts are being saved still knows it', async ({ merchant, api }) => {
  let open = await merchant.collect();
  await open.flow.linkEverything();
  await open.flow.button(en('success.save')).click();
  await expect(open.flow.heading(en('credentials.save_title'))).toBeVisible();
  open = await merchant.collectAgain({ session: open.session });
  const { flow } = open;
  await expect(flow.heading(en('credentials.save_title'))).toBeVisible();
  await flow.close.click();
  await expect(flow.root.getByText(en('leave.text_saving'))).toBeVisible();
  await flow.button(en('leave.stay')).click();
  await flow.button(en('credentials.not_now')).click();
  await flow.done.click();
  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(
    (await api.accounts(open.session)).length,
  );
});

test('saved accounts are seen, removed and forgotten on their page, without a script', async ({
  merchant,
  api,
  browser,
  programs,
}) => {
  const email = 'own.page@mail.example';
  const open = await saved(merchant, api, email);
  const address = await open.flow.root.getByRole('link', { name: en('success.saved') }).getAttribute('href');
  expect((await messages(api, email))[0]?.body).toContain(address);
  await open.flow.done.click();

  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address ?? '');
  const ask = async (digits: string) => {
    await page.getByLabel(server('saved_code')).fill(digits);
    await page.getByRole('button', { name: server('saved_code_submit') }).click();
  };
  const typeAddress = async (text: string) => {
    await page.getByLabel(server('saved_email')).fill(text);
    await page.getByRole('button', { name: server('saved_send') }).click();
  };
  await typeAddress('nobody');
  await expect(page.getByRole('alert')).toHaveText(server('saved_email_wrong'));
  await typeAddress(email);
  await expect(page.getByText(BANK)).toHaveCount(0);
  await ask('000001');
  await expect(page.getByRole('alert')).toHaveText(server('saved_code_wrong', { left: 4 }));
  await ask('000003');
  await expect(page.getByRole('alert')).toHaveText(server('saved_code_exhausted'));
  await typeAddress(email);
  await page.getByRole('button', { name: server('saved_code_new') }).click();
  await expect(page.getByRole('status')).toHaveText(server('saved_code_sent'));
  await ask(await code(api, email));
  await expect(page).toHaveURL(`${programs.flow}/saved`);
  await expect(page.getByRole('heading', { name: BANK })).toBeVisible();
  const removals = page.getByRole('button', { name: /^Remove / });
  const count = await removals.count();
  expect(count).toBeGreaterThan(1);
  await removals.first().click();
  await expect(page.getByRole('status')).toHaveText(server('saved_removed'));
  await expect(removals).toHaveCount(count - 1);
  await page.getByRole('link', { name: /^Harbour Books, since / }).click();
  await expect(page.getByRole('heading', { name: 'What you share with Harbour Books' })).toBeVisible();
  await page.getByRole('link', { name: server('saved_page_link') }).click();
  await page.getByRole('link', { name: server('saved_forget') }).click();
  await page.getByRole('link', { name: server('saved_forget_keep') }).click();
  await page.getByRole('link', { name: server('saved_forget') }).click();
  await page.getByRole('button', { name: server('saved_forget') }).click();
  await expect(page.getByRole('status')).toHaveText(server('saved_forgotten'));
  await context.close();

  await merchant.open();
  const next = await merchant.collect({ session: await sessionOf(api, email) });
  await next.flow.consent();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page of saved accounts, ${colorScheme}: no violation, and nothing to scroll sideways at 320 px`, async ({
    merchant,
    api,
    page,
  }) => {
    const email = `axe.${colorScheme}@mail.example`;
    const open = await saved(merchant, api, email);
    const address = await open.flow.root.getByRole('link', { name: en('success.saved') }).getAttribute('href');
    await open.flow.done.click();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 320, height: 640 });
    const fine = async () => {
      expect(await violations(page.mainFrame())).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    };
    await page.goto(address ?? '');
    await page.getByRole('button', { name: server('saved_send') }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await fine();
    await page.getByLabel(server('saved_email')).fill(email);
    await page.getByRole('button', { name: server('saved_send') }).click();
    await page.getByLabel(server('saved_code')).fill('000001');
    await page.getByRole('button', { name: server('saved_code_submit') }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await fine();
    await page.getByLabel(server('saved_code')).fill(await code(api, email));
    await page.getByRole('button', { name: server('saved_code_submit') }).click();
    await expect(page.getByRole('heading', { name: BANK })).toBeVisible();
    await fine();
    await page.getByRole('link', { name: server('saved_forget') }).click();
    await fine();
  });
}
