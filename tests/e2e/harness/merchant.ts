import { expect, type FrameLocator, type Page } from '@playwright/test';

import type { Api, OpenSession } from './api.ts';
import { Flow } from './flow.ts';
import type { Programs } from './programs.ts';
import { en, type Words } from './words.ts';

export interface LinkedAccount {
  id: string;
  object: string;
  display_name: string;
  institution_name: string;
  last4: string | null;
  status: string;
  permissions: string[];
  supported_payment_method_types: string[];
}

export interface CollectResult {
  financialConnectionsSession?: { id: string; accounts: LinkedAccount[]; permissions: string[] };
  error?: { type: string; code: string; message: string; param?: string };
}

export interface HostEvent {
  name: string;
  metadata: Record<string, unknown>;
  financialConnectionsSessionId?: string;
}

interface Collecting {
  promise: Promise<CollectResult>;
  settled: boolean;
  events: HostEvent[];
}

declare global {
  interface Window {
    /** What the tests keep on the page while a flow is open. */
    collecting?: Collecting;
  }
}

/** How the page calls Linkspan. */
export interface Options {
  locale?: string;
  appearance?: { theme?: 'auto' | 'light' | 'dark' };
  /** Words that the flow is expected to speak. */
  words?: Words;
  /** Another session than a new one with balances and transactions. */
  session?: OpenSession;
}

/** A merchant's page with a flow open on it. */
export class OpenFlow {
  constructor(
    readonly page: Page,
    readonly session: OpenSession,
    readonly flow: Flow,
  ) {}

  /** What the promise resolves to, once it does. */
  result(): Promise<CollectResult> {
    return this.page.evaluate(() => {
      if (!window.collecting) throw new Error('no flow was opened on this page');
      return window.collecting.promise;
    });
  }

  /** Whether the promise is resolved by now. */
  settled(): Promise<boolean> {
    return this.page.evaluate(() => window.collecting?.settled ?? false);
  }

  events(): Promise<HostEvent[]> {
    return this.page.evaluate(() => window.collecting?.events ?? []);
  }

  async eventNames(): Promise<string[]> {
    return (await this.events()).map((event) => event.name);
  }
}

/** A page of the merchant, on an origin and a site of its own. */
export class Merchant {
  constructor(
    readonly page: Page,
    readonly api: Api,
    readonly programs: Programs,
    /** What is done with the log of the page's flow before another one begins. */
    readonly keepLog: (page: Page) => Promise<void> = async () => {},
  ) {}

  async open(): Promise<void> {
    await this.page.goto(this.programs.merchant);
    await expect.poll(() => this.page.evaluate(() => typeof window.Linkspan)).toBe('function');
  }

  /** Opens the flow the way a merchant's script does. */
  async collect(options: Options = {}): Promise<OpenFlow> {
    if (this.page.url() === 'about:blank') await this.open();
    const session = options.session ?? (await this.api.session());
    await this.keepLog(this.page);
    await this.page.evaluate(
      ({ key, clientSecret, locale, appearance }) => {
        const linkspan = window.Linkspan(key, {
          ...(locale && { locale }),
          ...(appearance && { appearance }),
        });
        const collecting: Collecting = { settled: false, events: [], promise: Promise.resolve({}) };
        collecting.promise = linkspan
          .collectFinancialConnectionsAccounts({
            clientSecret,
            onEvent: (event: HostEvent) => collecting.events.push(event),
          })
          .finally(() => (collecting.settled = true));
        window.collecting = collecting;
      },
      {
        key: this.programs.publishable_key,
        clientSecret: session.client_secret,
        locale: options.locale,
        appearance: options.appearance,
      },
    );
    return new OpenFlow(this.page, session, this.flow(options.words));
  }

  /** Loads the page again and opens a flow of another session. */
  async collectAgain(options: Options = {}): Promise<OpenFlow> {
    await this.open();
    return this.collect(options);
  }

  /** The flow in its frame. */
  flow(words: Words = en): Flow {
    return this.flowIn(this.page, words);
  }

  /** The flow in its frame, which a frame of the page may have opened. */
  flowIn(page: Page | FrameLocator, words: Words = en): Flow {
    return new Flow(page.locator('iframe').contentFrame(), words);
  }
}

declare global {
  interface Window {
    Linkspan: {
      (
        key: string,
        options?: { locale?: string; appearance?: { theme?: string }; flowOrigin?: string },
      ): {
        collectFinancialConnectionsAccounts(options: {
          clientSecret?: unknown;
          onEvent?: (event: HostEvent) => void;
        }): Promise<CollectResult>;
      };
      flowLog(): string;
    };
  }
}
