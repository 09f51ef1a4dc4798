import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

import { en, type Words } from './words.ts';

/** The flow as a person sees it: in the frame of a merchant's page, or as a page of its own. */
export class Flow {
  constructor(
    readonly root: Page | FrameLocator,
    readonly words: Words = en,
    readonly merchant = 'Harbour Books',
  ) {}

  heading(name: string | RegExp): Locator {
    return this.root.getByRole('heading', { name });
  }

  button(name: string | RegExp): Locator {
    return this.root.getByRole('button', { name, exact: typeof name === 'string' });
  }

  get agree(): Locator {
    const named = new RegExp(`^${this.words('consent.agree_bank', { bank: '' })}`);
    return this.button(this.words('consent.agree')).or(this.button(named));
  }

  get search(): Locator {
    return this.root.getByRole('combobox', { name: this.words('picker.search_label') });
  }

  /** The close button in the head of the card. */
  get close(): Locator {
    return this.root.getByRole('banner').getByRole('button', { name: this.words('frame.close') });
  }

  /** The button that stands out on a pane with a problem. */
  get closeProblem(): Locator {
    return this.root.getByRole('region').getByRole('button', { name: this.words('problem.close') });
  }

  get back(): Locator {
    return this.button(this.words('frame.back'));
  }

  get leaveDialog(): Locator {
    return this.root.getByRole('dialog', { name: this.words('leave.title') });
  }

  /** Waits for the consent pane and agrees. */
  async consent(): Promise<void> {
    await expect(this.heading(this.words('consent.title', { merchant: this.merchant }))).toBeVisible();
    await this.agree.click();
    await expect(this.heading(this.words('picker.title'))).toBeVisible();
  }

  /** Types into the search box and picks the bank of exactly this name. */
  async pick(bank: string, typed = bank): Promise<void> {
    await this.search.fill(typed);
    await this.result(bank).click();
  }

  /** A row among the results of a search. */
  result(bank: string): Locator {
    return this.root.getByRole('option').filter({ has: this.root.getByText(bank, { exact: true }) }).first();
  }

  /** Consent and a bank. */
  async reach(bank: string): Promise<void> {
    await this.consent();
    await this.pick(bank);
  }

  /** Fills in the sign-in form of a bank without OAuth. */
  async signIn(bank: string, password: string, username = 'maya.lind'): Promise<void> {
    await expect(this.heading(this.words('credentials.title', { bank }))).toBeVisible();
    await this.root.getByLabel(this.words('credentials.username')).fill(username);
    await this.root.getByLabel(this.words('credentials.password'), { exact: true }).fill(password);
    await this.button(this.words('credentials.submit')).click();
  }

  /** The picker of accounts. */
  async accounts(): Promise<void> {
    const either = [this.words('accounts.title'), this.words('accounts.title_single')];
    await expect(this.heading(new RegExp(`^(${either.map(escaped).join('|')})$`))).toBeVisible();
    await expect(this.rows.first()).toBeVisible();
  }

  /** Rows that can be ticked, "all accounts" left out. */
  get rows(): Locator {
    const all = escaped(this.words('accounts.all', { count: 7 })).replace('7', '\\d+');
    const options = { name: new RegExp(`^(?!${all})`), disabled: false };
    return this.root.getByRole('checkbox', options).or(this.root.getByRole('radio', options));
  }

  row(name: string): Locator {
    const label = new RegExp(`^${escaped(name)}`);
    return this.root.getByRole('checkbox', { name: label }).or(this.root.getByRole('radio', { name: label }));
  }

  share(count: number): Locator {
    return this.button(this.words('accounts.share', { count }));
  }

  get done(): Locator {
    return this.button(this.words('success.done'));
  }

  /** Presses the share button and waits for the last pane. */
  async shareAccounts(count: number): Promise<void> {
    await this.share(count).click();
    await expect(this.heading(this.words('success.title', { count }))).toBeVisible();
  }

  /** From consent to the success pane with every account of a bank without OAuth. */
  async linkEverything(bank = 'Bank (Non-OAuth)'): Promise<void> {
    await this.reach(bank);
    await this.signIn(bank, 'open sesame');
    await this.accounts();
    await this.button(/^Share \d+ accounts$/).click();
    await expect(this.done).toBeVisible();
  }
}

export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
