import { expect, test as base } from '@playwright/test';

import { Api } from './api.ts';
import { FlowLogs } from './flow-logs.ts';
import { Merchant } from './merchant.ts';
import { startPrograms, type Programs } from './programs.ts';
import { Watch } from './watch.ts';

interface Worker {
  /** Names servers that only tests with the same name share, for what cannot be undone. */
  fresh: string;
  programs: Programs;
}

interface Each {
  /** The logs of all flows are kept, to be done again natively. */
  flowLogs: FlowLogs;
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
      const name = `${info.file.split('/').at(-1) ?? ''}-${info.testId}`;
      const logs = new FlowLogs(process.env['FLOW_LOGS'], name);
      logs.follow(context);
      await use(logs);
      for (const page of context.pages()) await logs.keep(page);
    },
    { auto: true },
  ],

  // After `flowLogs`, so that the page is one that it follows.
  merchant: async ({ flowLogs, page, api, programs }, use) =>
    use(new Merchant(page, api, programs, (left) => flowLogs.keep(left))),
});

export { expect };
