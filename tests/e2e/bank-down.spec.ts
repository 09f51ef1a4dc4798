import { en, fr } from './harness/words.ts';
import { expect, test } from './harness/test.ts';

const DOWN = [
  { bank: 'Down (Scheduled)', code: 'institution_unavailable_planned', title: 'problem.maintenance_title' },
  { bank: 'Down (Unscheduled)', code: 'institution_unavailable_unplanned', title: 'problem.unavailable_title' },
  { bank: 'Down (Error)', code: 'institution_error', title: 'problem.bank_error_title' },
];

for (const { bank, code, title } of DOWN) {
  test(`${bank}: the pane says so, and closing resolves with ${code}`, async ({ merchant, api }) => {
    const open = await merchant.collect();
    const { flow } = open;
    await flow.reach(bank);
    await expect(flow.heading(en(title, { bank }))).toBeVisible();
    await flow.close.click();
    await flow.leaveDialog.getByRole('button', { name: en('leave.leave'), exact: true }).click();
    const { financialConnectionsSession: session, error } = await open.result();
    expect(session).toBeUndefined();
    expect(error?.code).toBe(code);
    const held = await api.retrieve(open.session);
    expect(held.status).toBe('failed');
    expect(held.accounts.data).toEqual([]);
    const failure = (await open.events()).find((event) => event.name === 'error');
    expect(failure?.metadata['error_code']).toBe(code);
  });

  test(`${bank}: another bank works`, async ({ merchant, api }) => {
    const open = await merchant.collect();
    const { flow } = open;
    await flow.reach(bank);
    await expect(flow.heading(en(title, { bank }))).toBeVisible();
    await flow.button(en('problem.another')).click();
    await expect(flow.heading(en('picker.title'))).toBeVisible();
    await flow.pick('Test (Non-OAuth)');
    await flow.signIn('Test (Non-OAuth)', 'open sesame');
    await flow.accounts();
    await flow.button(/^Share \d+ accounts$/).click();
    await flow.done.click();
    const { financialConnectionsSession: session, error } = await open.result();
    expect(error).toBeUndefined();
    expect(session?.accounts).toHaveLength(10);
    expect((await api.retrieve(open.session)).status).toBe('succeeded');
  });
}

/** A zone in which it is past eleven at night, so that the bank opens on another day there. */
function lateInTheEvening(): string {
  const ahead = (23 - new Date().getUTCHours() + 24) % 24;
  return ahead <= 14 ? `Etc/GMT-${ahead}` : `Etc/GMT+${24 - ahead}`;
}

for (const { where, timezoneId, locale, words } of [
  { where: 'New York', timezoneId: 'America/New_York', locale: 'en-US', words: en },
  { where: 'Paris', timezoneId: 'Europe/Paris', locale: 'fr-FR', words: fr },
  { where: 'a place where it is late', timezoneId: lateInTheEvening(), locale: 'fr-FR', words: fr },
]) {
  test.describe(`in ${where}`, () => {
    test.use({ timezoneId, locale });

    test('a bank that is closed for a known time says until when', async ({ merchant, page }) => {
      const { flow } = await merchant.collect({ locale: 'auto', words });
      const refused = page.waitForResponse((response) => response.url().endsWith('/v1/connections/auth_sessions'));
      await flow.reach('Down (Scheduled)');
      const { error } = (await (await refused).json()) as {
        error: { extra_fields: { expected_to_be_available_at: number } };
      };
      const until = error.extra_fields.expected_to_be_available_at * 1000;
      expect(until).toBeGreaterThan(Date.now());
      await expect(flow.heading(words('problem.maintenance_title', { bank: 'Down (Scheduled)' }))).toBeVisible();
      // The zone is named here, so that the browser's own does not decide what is right.
      const shown = (options: Intl.DateTimeFormatOptions): Promise<{ then: string; now: string }> =>
        page.evaluate(
          ([until, language, options]) => {
            const format = new Intl.DateTimeFormat(language, options);
            return { then: format.format(until), now: format.format() };
          },
          [until, locale, { ...options, timeZone: timezoneId }] as const,
        );
      const day = await shown({ dateStyle: 'long' });
      const sentence =
        day.then === day.now
          ? words('problem.maintenance_today', { time: (await shown({ timeStyle: 'short' })).then })
          : words('problem.maintenance_later', {
              time: (await shown({ dateStyle: 'long', timeStyle: 'short' })).then,
            });
      await expect(flow.root.getByText(sentence)).toBeVisible();
    });
  });
}

test('a bank that was down for a moment works at the second try, which is offered once', async ({
  merchant,
  api,
}) => {
  const bank = 'Sierra Credit Union';
  const open = await merchant.collect();
  const { flow } = open;
  await api.down('bcinst_sierra');
  await flow.reach(bank);
  const title = flow.heading(en('problem.unavailable_title', { bank }));
  const retry = flow.button(en('trouble.retry'));
  await expect(title).toBeVisible();
  await retry.click();
  await expect(title).toBeVisible();
  await expect(retry).toHaveCount(0);
  await api.up('bcinst_sierra');
  await flow.button(en('problem.another')).click();
  await flow.pick(bank);
  await flow.signIn(bank, 'open sesame');
  await flow.accounts();

  const other = await merchant.collectAgain();
  await api.down('bcinst_sierra');
  await other.flow.reach(bank);
  await expect(other.flow.heading(en('problem.unavailable_title', { bank }))).toBeVisible();
  await api.up('bcinst_sierra');
  await other.flow.button(en('trouble.retry')).click();
  await other.flow.signIn(bank, 'open sesame');
  await other.flow.accounts();
});
