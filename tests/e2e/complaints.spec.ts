// What people and developers complain about elsewhere, and what keeps it from happening here. The
// numbers are those of docs/branches.md, which also names the tests that stand in other files.
import { BankWindow } from './harness/bank.ts';
import { en } from './harness/words.ts';
import { PANES } from './harness/panes.ts';
import { serve } from './harness/site.ts';
import { expect, test } from './harness/test.ts';

const FORM = 'Test (Non-OAuth)';
const WINDOW = 'Test (OAuth)';

test('1: nobody is trapped, each pane can be left', async ({ merchant }) => {
  // All panes in turn: some minutes where the machine has other things to do.
  test.setTimeout(6 * 60_000);
  for (const pane of PANES.filter(({ name }) => !['consent-details', 'leave'].includes(name))) {
    await merchant.open();
    const open = await pane.reach(merchant);
    await expect(open.flow.close, pane.name).toBeVisible();
    await open.flow.close.click();
    const dialog = open.flow.root.getByRole('dialog');
    const leave = dialog.getByRole('button', { name: en('leave.leave'), exact: true });
    await expect
      .poll(async () => {
        if (await leave.isVisible()) await leave.click();
        return open.settled();
      }, pane.name)
      .toBe(true);
  }
});

test('3: the flow shows above a modal dialog of the page', async ({ merchant, page, api }) => {
  await merchant.open();
  await page.evaluate(() => {
    const dialog = document.createElement('dialog');
    dialog.id = 'checkout';
    dialog.style.cssText = 'inline-size:100vw;block-size:100vh;max-inline-size:none;max-block-size:none';
    dialog.append(Object.assign(document.createElement('button'), { textContent: 'Pay by bank' }));
    document.body.append(dialog);
    dialog.showModal();
  });
  const open = await merchant.collect();
  await open.flow.linkEverything(FORM);
  await open.flow.done.click();
  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
  await page.getByRole('button', { name: 'Pay by bank' }).click();
  expect((await api.retrieve(open.session)).status).toBe('succeeded');
});

test('3: the flow shows inside a frame of another page', async ({ merchant, page, programs, api }) => {
  const session = await api.session();
  const whole = 'position:fixed;inset:0;z-index:9;border:0;inline-size:100%;block-size:100%';
  await using shop = await serve({
    '/': `<iframe title="Checkout" src="/inner" style="${whole}"></iframe>`,
    '/inner': `<script src="${programs.flow}/linkspan.js"></script>`,
  });
  await page.goto(shop.origin);
  const inner = () => page.frames().find((one) => one.url().endsWith('/inner'));
  await expect.poll(() => inner()?.evaluate(() => typeof window.Linkspan)).toBe('function');
  const collected = inner()?.evaluate(
    ({ key, clientSecret }) => window.Linkspan(key).collectFinancialConnectionsAccounts({ clientSecret }),
    { key: programs.publishable_key, clientSecret: session.client_secret },
  );
  const flow = merchant.flowIn(page.frameLocator('iframe[title=Checkout]'));
  await flow.linkEverything(FORM);
  await flow.done.click();
  expect((await collected)?.financialConnectionsSession?.accounts).toHaveLength(10);
});

test('4: a window that opened is believed even where window.open says null', async ({
  merchant,
  page,
  programs,
}) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(WINDOW);
  const goOn = flow.button(en('oauth.go_on', { bank: WINDOW }));
  await goOn.evaluate(() => {
    const real = window.open.bind(window);
    window.open = (...words) => {
      real(...words);
      return null;
    };
  });
  const bank = await BankWindow.openedBy(page, () => goOn.click());
  await bank.signIn();
  await bank.approveAndReturn(programs.flow);
  await flow.accounts();
});

test('5: the documented policy of a page is enough, nothing else is asked for', async ({
  merchant,
  page,
  programs,
  watch,
}) => {
  const answer = await page.goto(programs.merchant);
  const policy = answer?.headers()['content-security-policy'] ?? '';
  for (const part of ["default-src 'none'", `script-src 'self' ${programs.flow};`, `frame-src ${programs.flow};`]) {
    expect(policy).toContain(part);
  }
  expect(policy).toContain("connect-src 'self';");
  expect(policy).toContain("style-src 'self';");
  const open = await merchant.collect();
  await open.flow.linkEverything(FORM);
  await open.flow.done.click();
  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
  expect(watch.refused).toEqual([]);
  const origins = new Set(watch.addresses.filter((one) => one.startsWith('http')).map((one) => new URL(one).origin));
  expect([...origins].sort()).toEqual([programs.flow, programs.merchant].sort());
});

test('6, 9: a page hears of a closed flow, by the promise and by an event, in the whole form of a result', async ({
  merchant,
}) => {
  const open = await merchant.collect();
  await open.flow.close.click();
  const result = await open.result();
  expect(result).toEqual({
    financialConnectionsSession: {
      id: open.session.id,
      accounts: [],
      permissions: open.session.permissions,
    },
  });
  expect((await open.eventNames()).at(-1)).toBe('cancel');
});

test('7, 15: a funnel can be seen, each step is an event with the session and what belongs to it', async ({
  merchant,
}) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach('Down (Error)');
  await flow.button(en('problem.another')).click();
  await flow.pick(FORM);
  await flow.signIn(FORM, 'open sesame');
  await flow.accounts();
  await flow.close.click();
  await flow.leaveDialog.getByRole('button', { name: en('leave.leave'), exact: true }).click();
  await open.result();
  const events = await open.events();
  expect(events.map(({ name, metadata }) => [name, metadata])).toEqual([
    ['open', {}],
    ['consent_acquired', {}],
    ['search_initiated', {}],
    ['institution_selected', { institution_name: 'Down (Error)' }],
    ['error', { error_code: 'institution_error' }],
    ['search_initiated', {}],
    ['institution_selected', { institution_name: FORM }],
    ['institution_authorized', {}],
    ['cancel', {}],
  ]);
  for (const event of events) expect(event.financialConnectionsSessionId).toBe(open.session.id);
});

test('8, 9: a result has every field in its documented type, also where nothing was read yet', async ({
  merchant,
}) => {
  const open = await merchant.collect();
  await open.flow.linkEverything(FORM);
  await open.flow.done.click();
  const [account] = (await open.result()).financialConnectionsSession?.accounts ?? [];
  expect(account).toEqual({
    id: expect.stringMatching(/^fca_/),
    object: 'financial_connections.account',
    balance: null,
    balance_refresh: null,
    category: 'cash',
    created: expect.any(Number),
    display_name: 'Success',
    institution_name: FORM,
    last4: expect.stringMatching(/^\d{4}$/),
    livemode: false,
    ownership: null,
    ownership_refresh: null,
    permissions: ['balances', 'transactions'],
    status: 'active',
    subcategory: 'checking',
    supported_payment_method_types: ['us_bank_account', 'link'],
  });
});

test('12: whatever fails says what it was, in a code and in a sentence', async ({ merchant, programs }) => {
  const session = await merchant.api.session();
  await merchant.open();
  const results = await merchant.page.evaluate(
    async ({ key, good }) => {
      const collect = (publishable: string, options: { clientSecret?: unknown }) =>
        window.Linkspan(publishable).collectFinancialConnectionsAccounts(options);
      return [
        await collect(key, {}),
        await collect(key, { clientSecret: 7 }),
        await collect(key, { clientSecret: 'seti_1_secret_2' }),
        await collect('sk_test_1', { clientSecret: good }),
      ];
    },
    { key: programs.publishable_key, good: session.client_secret },
  );
  const stranger = await merchant.collect({
    session: { ...session, client_secret: `${session.client_secret.slice(0, -4)}AAAA` },
  });
  await stranger.flow.closeProblem.click();
  const errors = [...results, await stranger.result()].map(({ error }) => error);
  for (const error of errors) {
    expect(error?.code).toMatch(/^[a-z_]+$/);
    expect(error?.message).toMatch(/^[A-Za-z]+ .+\.$/);
  }
  expect(errors.map((error) => error?.param)).toEqual([
    'clientSecret',
    'clientSecret',
    'clientSecret',
    'publishableKey',
    'client_secret',
  ]);
});

test('13: accounts can be linked without the flow’s pages', async ({ api }) => {
  const session = await api.session();
  const { status, accounts } = await api.link(session, 'bcinst_test_credentials', ['Success', 'High Balance']);
  expect([status, accounts.data.map((account) => account.display_name)]).toEqual([
    'succeeded',
    ['Success', 'High Balance'],
  ]);
});

test('14: typed-in numbers give an account that can be paid from, not nothing', async ({ merchant, api }) => {
  const pane = PANES.find(({ name }) => name === 'success-account-numbers');
  const open = await pane?.reach(merchant);
  await open?.flow.done.click();
  const [account] = (await open?.result())?.financialConnectionsSession?.accounts ?? [];
  expect(account?.permissions).toEqual(['payment_method']);
  await api.request('POST', `/v1/financial_connections/accounts/${account?.id}/verify_microdeposits`, {
    descriptor_code: 'SM11AA',
  });
  const method = await api.request<{ us_bank_account: { last4: string } }>('POST', '/v1/payment_methods', {
    type: 'us_bank_account',
    us_bank_account: { financial_connections_account: account?.id ?? '' },
    billing_details: { name: 'Maya Lind' },
  });
  expect(method.us_bank_account.last4).toBe('6789');
});

test('19: whether a bank works is seen before it is chosen', async ({ merchant, api }) => {
  const { flow } = await merchant.collect();
  await flow.consent();
  await flow.search.fill('Down (Scheduled)');
  await expect(flow.result('Down (Scheduled)').getByText(en('picker.down'))).toBeVisible();
  const bank = await api.request<{ status: string }>(
    'GET',
    '/v1/financial_connections/institutions/bcinst_down_scheduled',
  );
  expect(bank.status).not.toBe('active');
});

test('20: connecting again finds the accounts that are there', async ({ merchant, api }) => {
  const first = await merchant.collect();
  await first.flow.linkEverything(FORM);
  await first.flow.done.click();
  const before = (await first.result()).financialConnectionsSession?.accounts.map(({ id }) => id);
  const session = await api.session({}, first.session.customer);
  const again = await merchant.collectAgain({ session });
  await again.flow.linkEverything(FORM);
  await again.flow.done.click();
  expect((await again.result()).financialConnectionsSession?.accounts.map(({ id }) => id)).toEqual(before);
  expect(await api.accounts(session)).toHaveLength(10);
});

test('21: the way to typed-in numbers is a button of its own, large enough for a thumb', async ({
  merchant,
  api,
}) => {
  const session = await api.session({ permissions: ['payment_method'], manual_entry: { mode: 'automatic' } });
  const { flow } = await merchant.collect({ session });
  await flow.consent();
  const way = flow.button(en('manual.link'));
  const box = await way.boundingBox();
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
  await way.click({ position: { x: 3, y: 3 } });
  await expect(flow.heading(en('manual.title'))).toBeVisible();
});

test('23: the bank’s window closes by itself, and the flow goes on without a press', async ({ merchant, page }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(WINDOW);
  const bank = await BankWindow.openedBy(page, () => flow.button(en('oauth.go_on', { bank: WINDOW })).click());
  await bank.signIn();
  await bank.approve.click();
  await expect.poll(() => bank.page.isClosed()).toBe(true);
  await flow.accounts();
});
