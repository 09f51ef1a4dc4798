import { BankWindow } from './harness/bank.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

test('the client secret, the password and the code are kept nowhere they can be read', async ({
  merchant,
  context,
  page,
  programs,
  watch,
}) => {
  const { readFile } = await import('node:fs/promises');
  const [user, password, code] = ['canary-user-4711', 'canary-password-4712', '835271'] as const;
  const canaries = [user, password, code];
  const open = await merchant.collect();
  const { flow } = open;
  const secret = open.session.client_secret;

  const kept = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const frame of context.pages().flatMap((each) => each.frames())) {
      const places = await frame.evaluate(async () => {
        const databases = await indexedDB.databases().catch(() => []);
        const values = [...document.querySelectorAll('input')].map((input) => input.getAttribute('value') ?? '');
        return {
          dom: document.documentElement.outerHTML + values.join(),
          address: location.href + document.referrer,
          local: JSON.stringify({ ...localStorage }),
          session: JSON.stringify({ ...sessionStorage }),
          history: JSON.stringify(history.state),
          name: window.name,
          cookie: document.cookie,
          databases: JSON.stringify(databases),
        };
      });
      for (const [place, text] of Object.entries(places)) {
        for (const canary of [secret, programs.secret_key, ...canaries]) {
          if (text.includes(canary)) found.push(`${place} of ${new URL(frame.url()).pathname}`);
        }
      }
    }
    for (const cookie of await context.cookies()) {
      if (cookie.value.includes(secret)) found.push(`cookie ${cookie.name}`);
    }
    return found;
  };

  await flow.consent();
  expect(await kept()).toEqual([]);
  await flow.pick('Bank (Non-OAuth)');
  await flow.signIn('Bank (Non-OAuth)', 'mfa', user);
  await expect(flow.heading(en('credentials.code_title'))).toBeVisible();
  expect(await kept()).toEqual([]);
  await flow.root.getByRole('textbox', { name: en('credentials.code_label') }).fill(code);
  await flow.button(en('credentials.code_submit')).click();
  await flow.accounts();
  await flow.button(/^Share \d+ accounts$/).click();
  await expect(flow.done).toBeVisible();
  expect(await kept()).toEqual([]);

  // A second bank with a password of its own, and a third through the bank's own window.
  await flow.button(en('success.more')).click();
  await flow.pick('Sierra Credit Union');
  await flow.signIn('Sierra Credit Union', password, user);
  await flow.accounts();
  expect(await kept()).toEqual([]);
  await flow.button(/^Share \d+ accounts?$/).click();
  await expect(flow.done).toBeVisible();
  await flow.button(en('success.more')).click();
  await flow.pick('Test (OAuth)');
  const bank = await BankWindow.openedBy(page, () =>
    flow.button(en('oauth.go_on', { bank: 'Test (OAuth)' })).click(),
  );
  await bank.signIn();
  expect(await kept()).toEqual([]);
  await bank.approveAndReturn(programs.flow);
  await flow.accounts();
  await flow.button(/^Share \d+ accounts$/).click();
  await flow.done.click();
  expect((await open.result()).error).toBeUndefined();
  expect(await kept()).toEqual([]);

  const log = await readFile(programs.log, 'utf8');
  for (const canary of [secret, programs.secret_key, ...canaries]) {
    expect(watch.leaks(canary)).toEqual([]);
    expect(log.includes(canary)).toBe(false);
  }
});
