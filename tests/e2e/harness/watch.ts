import type { BrowserContext, Page } from '@playwright/test';

/** What a browser showed while a test ran. */
export class Watch {
  /** Every address that was asked for or navigated to, of frames and pop-ups too. */
  readonly addresses: string[] = [];
  /** Every line in a console. */
  readonly console: string[] = [];
  /** Uncaught errors. */
  readonly errors: string[] = [];
  /** What a content security policy refused. */
  readonly refused: string[] = [];
  /** Uncaught errors that the test itself causes. */
  readonly expected: RegExp[] = [];

  static async begin(context: BrowserContext): Promise<Watch> {
    const watch = new Watch();
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        console.error(`policy-refused ${event.effectiveDirective} ${event.blockedURI} in ${location.origin}`);
      });
    });
    context.on('request', (request) => {
      watch.addresses.push(request.url());
      const referrer = request.headers()['referer'];
      if (referrer) watch.addresses.push(referrer);
    });
    context.on('page', (page) => watch.#page(page));
    context.on('console', (message) => {
      watch.console.push(message.text());
      if (/policy-refused|Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) {
        watch.refused.push(message.text());
      }
    });
    context.on('weberror', (error) => {
      watch.errors.push(error.error().stack ?? String(error.error()));
    });
    return watch;
  }

  #page(page: Page): void {
    page.on('framenavigated', (frame) => this.addresses.push(frame.url()));
  }

  /** Uncaught errors that the test did not cause on purpose. */
  get surprises(): string[] {
    return this.errors.filter((error) => !this.expected.some((pattern) => pattern.test(error)));
  }

  /** Where the text was seen although it must not be. */
  leaks(secret: string): string[] {
    const written = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
    const has = (text: string) => written.some((form) => text.includes(form));
    return [
      ...this.addresses.filter(has).map((address) => `address ${new URL(address).pathname}`),
      ...this.console.filter(has).map(() => 'console'),
      ...this.errors.filter(has).map(() => 'error'),
    ];
  }
}
