import type { Api } from './harness/api.ts';
import type { Flow } from './harness/flow.ts';
import type { OpenFlow } from './harness/merchant.ts';
import { en } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const BANK = 'Bank (Non-OAuth)';

/** Shares what is preselected and checks the result and what the server holds. */
async function finish(open: OpenFlow, api: Api): Promise<void> {
  const { flow } = open;
  await flow.accounts();
  await flow.button(/^Share \d+ accounts$/).click();
  await flow.done.click();
  const { financialConnectionsSession: session, error } = await open.result();
  expect(error).toBeUndefined();
  expect(session?.accounts).toHaveLength(10);
  const held = await api.retrieve(open.session);
  expect(held.status).toBe('succeeded');
  expect(held.accounts.data).toHaveLength(10);
}

async function answer(flow: Flow, text: string, submit: string): Promise<void> {
  await flow.root.getByRole('textbox').fill(text);
  await flow.button(submit).click();
}

test('any user name and password sign in', async ({ merchant, api }) => {
  const open = await merchant.collect();
  await open.flow.reach(BANK);
  await open.flow.signIn(BANK, 'open sesame');
  await finish(open, api);
});

test('“mfa” asks for a code', async ({ merchant, api }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  await flow.signIn(BANK, 'mfa');
  await expect(flow.heading(en('credentials.code_title'))).toBeVisible();
  const code = flow.root.getByRole('textbox', { name: en('credentials.code_label') });
  await expect(code).toHaveAttribute('autocomplete', 'one-time-code');
  await answer(flow, '419203', en('credentials.code_submit'));
  await finish(open, api);
});

test('a keyword can be typed in place of the code', async ({ merchant }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  await flow.signIn(BANK, 'mfa');
  const code = flow.root.getByRole('textbox', { name: en('credentials.code_label') });
  // Key by key, as a person types: longer than the six digits of a code.
  await code.pressSequentially('security_question');
  await flow.button(en('credentials.code_submit')).click();
  await expect(flow.heading(en('credentials.question_title', { bank: BANK }))).toBeVisible();
});

test('“options” asks where the code goes, then for the code', async ({ merchant, api }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  await flow.signIn(BANK, 'options');
  await expect(flow.heading(en('credentials.options_title', { bank: BANK }))).toBeVisible();
  await flow.button(en('credentials.options_submit')).click();
  await expect(flow.root.getByText(en('credentials.choose_single'))).toBeVisible();
  await flow.root.getByRole('radio').first().check();
  await flow.button(en('credentials.options_submit')).click();
  await expect(flow.heading(en('credentials.code_title'))).toBeVisible();
  await answer(flow, '419203', en('credentials.code_submit'));
  await finish(open, api);
});

test('“confirm_mfa” waits for the approval', async ({ merchant, api }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  await flow.signIn(BANK, 'confirm_mfa');
  await expect(flow.heading(en('credentials.confirm_title'))).toBeVisible();
  await flow.button(en('credentials.confirm_submit')).click();
  await finish(open, api);
});

test('“security_question” asks the bank’s question', async ({ merchant, api }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  await flow.signIn(BANK, 'security_question');
  await expect(flow.heading(en('credentials.question_title', { bank: BANK }))).toBeVisible();
  await answer(flow, 'Rex', en('credentials.question_submit'));
  await finish(open, api);
});

test('“incorrect” keeps the form and the user name, and the next try works', async ({ merchant, api }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  await flow.signIn(BANK, 'incorrect');
  await expect(flow.root.getByText(en('credentials.incorrect'))).toBeVisible();
  await expect(flow.root.getByLabel(en('credentials.username'))).toHaveValue('maya.lind');
  const password = flow.root.getByLabel(en('credentials.password'), { exact: true });
  await expect(password).toHaveAttribute('aria-invalid', 'true');
  await password.fill('open sesame');
  await flow.button(en('credentials.submit')).click();
  await finish(open, api);
});

test('“incorrect” as the code asks again', async ({ merchant, api }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  await flow.signIn(BANK, 'security_question');
  await expect(flow.heading(en('credentials.question_title', { bank: BANK }))).toBeVisible();
  await answer(flow, 'incorrect', en('credentials.question_submit'));
  await expect(flow.root.getByText(en('credentials.wrong_answer'))).toBeVisible();
  await answer(flow, 'Rex', en('credentials.question_submit'));
  await finish(open, api);
});

test('“error” ends the sign-in; closing then resolves with the error', async ({ merchant, api }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  await flow.signIn(BANK, 'error');
  await expect(flow.heading(en('problem.sign_in_title', { bank: BANK }))).toBeVisible();
  await flow.close.click();
  await flow.leaveDialog.getByRole('button', { name: en('leave.leave'), exact: true }).click();
  const { financialConnectionsSession: session, error } = await open.result();
  expect(session).toBeUndefined();
  expect(error).toMatchObject({ code: 'authorization_failed' });
  expect((await api.retrieve(open.session)).status).toBe('failed');
  expect(await api.accounts(open.session)).toEqual([]);
});

test('an empty form says what is missing and sends nothing', async ({ merchant, page }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  await expect(flow.heading(en('credentials.title', { bank: BANK }))).toBeVisible();
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/auth_sessions/credentials')) sent.push(request.url());
  });
  await flow.button(en('credentials.submit')).click();
  await expect(flow.root.getByText(en('credentials.required')).first()).toBeVisible();
  await expect(flow.root.getByLabel(en('credentials.username'))).toBeFocused();
  expect(sent).toEqual([]);
});

test('the password can be shown, and is hidden at first', async ({ merchant }) => {
  const open = await merchant.collect();
  const { flow } = open;
  await flow.reach(BANK);
  const password = flow.root.getByLabel(en('credentials.password'), { exact: true });
  await expect(password).toHaveAttribute('type', 'password');
  await expect(password).toHaveAttribute('autocomplete', 'current-password');
  await flow.button(en('credentials.show')).click();
  await expect(password).toHaveAttribute('type', 'text');
  await flow.button(en('credentials.hide')).click();
  await expect(password).toHaveAttribute('type', 'password');
});
