import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { BrowserContext, Page } from '@playwright/test';

const EMPTY = '{"flow_log":[]}';

/** Keeps the logs of flows as files: a page has that of its last flow only, and loses it when it is left. */
export class FlowLogs {
  readonly #folder: string | undefined;
  readonly #name: string;
  #kept = 0;

  /** Without a folder nothing is kept. */
  constructor(folder: string | undefined, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  /** Keeps what a page has before it is loaded again, goes elsewhere, is closed, or opens another flow. */
  follow(context: BrowserContext): void {
    if (this.#folder === undefined) return;
    const followed = (page: Page): void => {
      const { goto, reload, close, goBack } = page;
      page.goto = async (...how) => (await this.keep(page), goto.apply(page, how));
      page.reload = async (...how) => (await this.keep(page), reload.apply(page, how));
      page.goBack = async (...how) => (await this.keep(page), goBack.apply(page, how));
      page.close = async (...how) => (await this.keep(page), close.apply(page, how));
    };
    context.pages().forEach(followed);
    context.on('page', followed);
  }

  /** Writes the log of the page's flow, if there is one. */
  async keep(page: Page): Promise<void> {
    const folder = this.#folder;
    if (folder === undefined || page.isClosed()) return;
    // A page may be the bank's, or hang on purpose.
    const asked = page.evaluate(() => window.Linkspan?.flowLog?.()).catch(() => undefined);
    const log = await Promise.race([asked, new Promise<undefined>((done) => setTimeout(done, 2000, undefined))]);
    if (log === undefined || log === EMPTY) return;
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${this.#name}-${this.#kept++}.json`), log);
  }
}
