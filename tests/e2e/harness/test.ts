import { expect, test as base } from '@playwright/test';

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

  merchant: async ({ page, api, programs }, use) => use(new Merchant(page, api, programs)),
});

export { expect };
