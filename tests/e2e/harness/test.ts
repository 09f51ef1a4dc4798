import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test as base, type BrowserContext } from '@playwright/test';

import { Api } from './api.ts';
import { Merchant } from './merchant.ts';
import { startPrograms, type Programs } from './programs.ts';
import { Watch } from './watch.ts';

interface Worker {
  /** Names servers that only tests with the same name share, for what cannot be undone. */
  fresh: string;
  programs: Programs;
}

interface Each {
  /** After every test the logs of its flows are kept, to be done again natively. */
  flowLogs: void;
  api: Api;
  merchant: Merchant;
  /** Checked after every test: no error uncaught, nothing refused by a policy, no secret shown. */
  watch: Watch;
}

export const test = base.extend<Each, Worker>({
  fresh: ['', { option: true, scope: 'worker' }],

  programs: [
    async ({ fresh: _ }, use) => {
      const programs = await startPrograms();
      await use(programs);
      await programs.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  api: async ({ programs }, use) => use(new Api(programs)),

  watch: [
    async ({ context, programs }, use) => {
      const watch = await Watch.begin(context);
      await use(watch);
      expect.soft(watch.surprises, 'uncaught errors').toEqual([]);
      expect.soft(watch.refused, 'refused by a content security policy').toEqual([]);
      expect.soft(watch.leaks(programs.secret_key), 'the secret key was shown').toEqual([]);
      const secrets = [...watch.addresses, ...watch.console].filter((text) =>
        text.includes('fcsess_client_secret_'),
      );
      expect.soft(secrets, 'a client secret was shown').toEqual([]);
    },
    { auto: true },
  ],

  flowLogs: [
    async ({ context }, use, info) => {
      await use();
      const folder = process.env['FLOW_LOGS'];
      if (folder) await keepLogs(context, folder, `${info.file.split('/').at(-1) ?? ''}-${info.testId}`);
    },
    { auto: true },
  ],

  merchant: async ({ page, api, programs }, use) => use(new Merchant(page, api, programs)),
});

/** Writes the log of each page that still has one. */
async function keepLogs(context: BrowserContext, folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [index, page] of context.pages().entries()) {
    // A page may be the bank's, or hang on purpose.
    const asked = page.evaluate(() => window.Linkspan?.flowLog?.()).catch(() => undefined);
    const log = await Promise.race([asked, new Promise<undefined>((done) => setTimeout(done, 2000, undefined))]);
    if (log !== undefined && log !== '{"flow_log":[]}') await writeFile(join(folder, `${name}-${index}.json`), log);
  }
}

export { expect };
