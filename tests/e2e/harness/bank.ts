import { expect, type Locator, type Page } from '@playwright/test';

/** The bank's own window, on the bank's origin. */
export class BankWindow {
  constructor(readonly page: Page) {}

  /** The window that opens when `action` is done. */
  static async openedBy(page: Page, action: () => Promise<void>): Promise<BankWindow> {
    const [opened] = await Promise.all([page.context().waitForEvent('page'), action()]);
    await opened.waitForLoadState();
    return new BankWindow(opened);
  }

  /** Signs in; any user name and password will do. */
  async signIn(): Promise<void> {
    await this.page.getByLabel(/user name/i).fill('maya.lind');
    await this.page.getByLabel(/password/i).fill('open sesame');
    await this.button(/^sign in/i).click();
  }

  get approve(): Locator {
    return this.button(/^(allow|share|agree|connect|authorize|yes)/i);
  }

  get refuse(): Locator {
    return this.button(/^(deny|do not|don.t|cancel|refuse|no\b)/i);
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

  button(name: RegExp): Locator {
    return this.page.getByRole('button', { name });
  }
}
