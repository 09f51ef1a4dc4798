import { expect } from '@playwright/test';

import { TAKES_NUMBERS } from './api.ts';
import { BankWindow } from './bank.ts';
import type { Merchant, OpenFlow, Options } from './merchant.ts';
import { en, server } from './words.ts';

const BANK = 'Bank (Non-OAuth)';

/** A pane and the way to it: for whatever has to look at every one of them. */
export interface Pane {
  name: string;
  reach(merchant: Merchant, options?: Options): Promise<OpenFlow>;
}

async function opened(merchant: Merchant, options: Options | undefined, heading: string): Promise<OpenFlow> {
  const open = await merchant.collect(options);
  await expect(open.flow.heading(heading)).toBeVisible();
  return open;
}

const consent = (merchant: Merchant, options?: Options): Promise<OpenFlow> =>
  opened(merchant, options, en('consent.title', { merchant: 'Harbour Books' }));

async function step(merchant: Merchant, options: Options | undefined, password: string, heading: string) {
  const open = await consent(merchant, options);
  await open.flow.reach(BANK);
  await open.flow.signIn(BANK, password);
  await expect(open.flow.heading(heading)).toBeVisible();
  return open;
}

async function chosen(merchant: Merchant, options: Options | undefined, bank: string, heading: string) {
  const open = await consent(merchant, options);
  await open.flow.reach(bank);
  await expect(open.flow.heading(heading)).toBeVisible();
  return open;
}

/** The pane of typed-in numbers; with a routing number they are typed in and sent. */
async function numbers(merchant: Merchant, options: Options | undefined, routing?: string): Promise<OpenFlow> {
  const session = await merchant.api.session(TAKES_NUMBERS);
  const open = await consent(merchant, { ...options, session });
  const { flow } = open;
  await flow.consent();
  await flow.button(en('manual.link')).click();
  await expect(flow.heading(en('manual.title'))).toBeVisible();
  if (routing !== undefined) {
    await flow.root.getByLabel(en('manual.routing')).fill(routing);
    await flow.root.getByLabel(en('manual.account'), { exact: true }).fill('000123456789');
    await flow.root.getByLabel(en('manual.confirmation')).fill('000123456789');
    await flow.button(en('manual.submit')).click();
  }
  return open;
}

/** Past success, where the accounts can be saved under an address. */
async function saving(merchant: Merchant, options: Options | undefined): Promise<OpenFlow> {
  const open = await consent(merchant, options);
  await open.flow.linkEverything(BANK);
  await open.flow.button(en('success.save')).click();
  await expect(open.flow.heading(en('credentials.save_title'))).toBeVisible();
  return open;
}

async function savingAsked(merchant: Merchant, options: Options | undefined): Promise<OpenFlow> {
  const open = await saving(merchant, options);
  // An address of its own each time: five codes an hour go to one.
  await open.flow.root.getByLabel(server('save_email')).fill(`maya.${Date.now()}@mail.example`);
  await open.flow.button(en('credentials.options_submit')).click();
  await expect(open.flow.button(server('code_again'))).toBeVisible();
  return open;
}

export const PANES: Pane[] = [
  { name: 'consent', reach: consent },
  {
    name: 'consent-details',
    async reach(merchant, options) {
      const open = await consent(merchant, options);
      await open.flow.button(new RegExp(`^${en('consent.balances')}`)).click();
      await expect(open.flow.root.getByRole('dialog', { name: en('details.balances_title') })).toBeVisible();
      return open;
    },
  },
  {
    name: 'bank-list',
    async reach(merchant, options) {
      const open = await consent(merchant, options);
      await open.flow.consent();
      await expect(open.flow.button(/^Cedar Bank/)).toBeVisible();
      return open;
    },
  },
  {
    name: 'bank-search',
    async reach(merchant, options) {
      const open = await consent(merchant, options);
      await open.flow.consent();
      await open.flow.search.fill('nroth');
      await expect(open.flow.result('Northline')).toBeVisible();
      return open;
    },
  },
  {
    name: 'bank-search-nothing',
    async reach(merchant, options) {
      const open = await consent(merchant, options);
      await open.flow.consent();
      await open.flow.search.fill('zzqxzzqx');
      await expect(open.flow.root.getByText(en('picker.none_title', { query: 'zzqxzzqx' }))).toBeVisible();
      return open;
    },
  },
  {
    name: 'before-bank-window',
    reach: (merchant, options) =>
      chosen(merchant, options, 'Northline', en('oauth.title', { bank: 'Northline' })),
  },
  {
    name: 'waiting-for-bank',
    async reach(merchant, options) {
      const open = await chosen(merchant, options, 'Northline', en('oauth.title', { bank: 'Northline' }));
      await BankWindow.openedBy(merchant.page, () =>
        open.flow.button(en('oauth.go_on', { bank: 'Northline' })).click(),
      );
      await expect(open.flow.heading(en('oauth.waiting_title', { bank: 'Northline' }))).toBeVisible();
      return open;
    },
  },
  {
    name: 'sign-in',
    reach: (merchant, options) => chosen(merchant, options, BANK, en('credentials.title', { bank: BANK })),
  },
  {
    name: 'sign-in-error',
    async reach(merchant, options) {
      const open = await chosen(merchant, options, BANK, en('credentials.title', { bank: BANK }));
      await open.flow.signIn(BANK, 'incorrect');
      await expect(open.flow.root.getByText(en('credentials.incorrect'))).toBeVisible();
      return open;
    },
  },
  {
    name: 'code',
    reach: (merchant, options) => step(merchant, options, 'mfa', en('credentials.code_title')),
  },
  {
    name: 'code-options',
    reach: (merchant, options) =>
      step(merchant, options, 'options', en('credentials.options_title', { bank: BANK })),
  },
  {
    name: 'approve-on-phone',
    reach: (merchant, options) => step(merchant, options, 'confirm_mfa', en('credentials.confirm_title')),
  },
  {
    name: 'security-question',
    reach: (merchant, options) =>
      step(merchant, options, 'security_question', en('credentials.question_title', { bank: BANK })),
  },
  {
    name: 'accounts',
    async reach(merchant, options) {
      const open = await step(merchant, options, 'open sesame', en('accounts.title'));
      await open.flow.accounts();
      return open;
    },
  },
  {
    name: 'account',
    async reach(merchant, options) {
      const session = await merchant.api.session({ limits: { accounts: 1 } });
      const open = await step(merchant, { ...options, session }, 'open sesame', en('accounts.title_single'));
      await open.flow.accounts();
      return open;
    },
  },
  {
    name: 'success',
    async reach(merchant, options) {
      const open = await step(merchant, options, 'open sesame', en('accounts.title'));
      await open.flow.accounts();
      await open.flow.shareAccounts(10);
      return open;
    },
  },
  { name: 'save', reach: saving },
  {
    name: 'save-wrong-phone',
    async reach(merchant, options) {
      const open = await saving(merchant, options);
      await open.flow.root.getByLabel(server('save_email')).fill('maya.lind@mail.example');
      await open.flow.root.getByLabel(server('save_phone')).fill('212 555 0123');
      await open.flow.button(en('credentials.options_submit')).click();
      await expect(open.flow.root.getByText(en('credentials.wrong_phone'))).toBeVisible();
      return open;
    },
  },
  { name: 'save-code', reach: savingAsked },
  {
    name: 'saved',
    async reach(merchant, options) {
      const open = await savingAsked(merchant, options);
      await open.flow.root.getByRole('textbox', { name: /^Code sent to / }).fill('111111');
      await open.flow.button(en('credentials.code_submit')).click();
      await expect(open.flow.root.getByRole('link', { name: en('success.saved') })).toBeVisible();
      return open;
    },
  },
  {
    name: 'bank-closed',
    reach: (merchant, options) =>
      chosen(
        merchant,
        options,
        'Down (Scheduled)',
        en('problem.maintenance_title', { bank: 'Down (Scheduled)' }),
      ),
  },
  {
    name: 'bank-unavailable',
    reach: (merchant, options) =>
      chosen(
        merchant,
        options,
        'Down (Unscheduled)',
        en('problem.unavailable_title', { bank: 'Down (Unscheduled)' }),
      ),
  },
  {
    name: 'bank-error',
    reach: (merchant, options) =>
      chosen(merchant, options, 'Down (Error)', en('problem.bank_error_title', { bank: 'Down (Error)' })),
  },
  {
    name: 'sign-in-refused',
    reach: (merchant, options) => step(merchant, options, 'error', en('problem.sign_in_title', { bank: BANK })),
  },
  {
    name: 'no-account-fits',
    async reach(merchant, options) {
      const session = await merchant.api.session({ filters: { account_subcategories: ['mortgage'] } });
      return step(merchant, { ...options, session }, 'open sesame', en('problem.none_title'));
    },
  },
  {
    name: 'consent-more',
    async reach(merchant, options) {
      const before = await merchant.api.session({ permissions: ['balances'] });
      await merchant.api.link(before, 'bcinst_test_credentials', ['Success']);
      const more = { permissions: ['balances', 'ownership', 'payment_method', 'transactions'] };
      const session = await merchant.api.session(more, before.customer);
      const open = await consent(merchant, { ...options, session });
      await expect(open.flow.root.getByText(en('consent.new'), { exact: true }).first()).toBeVisible();
      return open;
    },
  },
  {
    name: 'consent-reconnect',
    async reach(merchant, options) {
      const before = await merchant.api.session({ permissions: ['balances'] });
      const { accounts } = await merchant.api.link(before, 'bcinst_test_credentials', ['Success']);
      const { authorization } = await merchant.api.account(accounts.data[0]?.id ?? '');
      const repair = { relink_options: { authorization: authorization ?? '' } };
      const session = await merchant.api.session(repair, before.customer);
      const title = en('consent.relink', { merchant: 'Harbour Books', bank: 'Test (Non-OAuth)' });
      return opened(merchant, { ...options, session }, title);
    },
  },
  {
    name: 'account-numbers',
    reach: (merchant, options) => numbers(merchant, options),
  },
  {
    name: 'account-numbers-error',
    async reach(merchant, options) {
      const open = await numbers(merchant, options, '110000001');
      await expect(open.flow.root.getByText(en('manual.wrong_routing'))).toBeVisible();
      return open;
    },
  },
  {
    name: 'success-account-numbers',
    async reach(merchant, options) {
      const open = await numbers(merchant, options, '110000000');
      await expect(open.flow.heading(en('success.one_step'))).toBeVisible();
      return open;
    },
  },
  {
    name: 'leave',
    async reach(merchant, options) {
      const open = await consent(merchant, options);
      await open.flow.consent();
      await open.flow.close.click();
      await expect(open.flow.leaveDialog).toBeVisible();
      return open;
    },
  },
];
