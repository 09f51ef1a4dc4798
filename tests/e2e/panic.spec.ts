import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

test('a panic shows a screen without wasm, and starting again goes on where it was', async ({
  merchant,
  api,
  page,
  programs,
  watch,
}) => {
  watch.expected.push(/unreachable|panicked|canary/);
  const open = await merchant.collect();
  const { flow } = open;
  await flow.consent();
  const frame = page.frames().find((candidate) => candidate.url().startsWith(programs.flow));
  await frame?.evaluate(() => {
    // The next element that a view makes cannot be made, which no view is prepared for.
    const real = Document.prototype.createElement;
    Document.prototype.createElement = () => {
      Document.prototype.createElement = real;
      throw new Error('canary');
    };
  });
  await flow.search.fill('north');
  await expect(flow.heading('Something broke on our side')).toBeVisible();
  expect(await open.settled()).toBe(false);
  await flow.button('Start again').click();

  await expect(flow.heading(en('picker.title'))).toBeVisible();
  await flow.pick('Test (Non-OAuth)');
  await flow.signIn('Test (Non-OAuth)', 'open sesame');
  await flow.accounts();
  await flow.button(/^Share \d+ accounts$/).click();
  await flow.done.click();
  expect((await open.result()).financialConnectionsSession?.accounts).toHaveLength(10);
  expect((await api.retrieve(open.session)).status).toBe('succeeded');
});
