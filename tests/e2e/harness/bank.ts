import { expect, type Locator, type Page } from '@playwright/test';

import { bankWords, bankWordsIn, type Words } from './words.ts';

/** The bank's own window, on the bank's origin. */
export class BankWindow {
  readonly #words: Words;

  constructor(
    readonly page: Page,
    flow?: Words,
  ) {
    this.#words = flow ? bankWordsIn(flow) : bankWords;
  }

  /** The window that opens when `action` is done. */
  static async openedBy(page: Page, action: () => Promise<void>): Promise<BankWindow> {
    const [opened] = await Promise.all([page.context().waitForEvent('page'), action()]);
    await opened.waitForLoadState();
    return new BankWindow(opened);
  }

  /** Signs in; any user name and password will do. */
  async signIn(): Promise<void> {
    await this.#fillIn('open sesame');
    await expect(this.approve).toBeVisible();
  }

  /** A password at which the bank breaks. */
  async fails(): Promise<void> {
    await this.#fillIn('error');
  }

  async #fillIn(password: string): Promise<void> {
    await this.page.getByLabel(this.#words('username')).fill('maya.lind');
    await this.page.getByLabel(this.#words('password')).fill(password);
    await this.button(this.#words('sign_in')).click();
  }

  get approve(): Locator {
    return this.button(this.#words('allow'));
  }

  get refuse(): Locator {
    return this.button(this.#words('deny'));
  }

  /** The way out before signing in. */
  get cancel(): Locator {
    return this.button(this.#words('cancel'));
  }

  /** Approves and waits for the window to be gone, or to say that it can be closed. */
  async approveAndReturn(flowOrigin: string): Promise<void> {
    await this.approve.click();
    await this.returned(flowOrigin);
  }

  /** The window went back to the flow's origin, where it closes itself. */
  async returned(flowOrigin: string): Promise<void> {
    await expect
      .poll(() => this.page.isClosed() || this.page.url().startsWith(flowOrigin))
      .toBe(true);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}
