// A person goes through the flow, as far as the server sees it.

/** What asks the flow's API in the name of this session. */
function asking(server, session) {
  return async (path, body) => {
    const response = await fetch(`${server.flow}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        publishable_key: server.publishable_key,
        client_secret: session.client_secret,
        ...body,
      }),
    });
    const answer = await response.json();
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  };
}

/** The person agrees; gives what asks for the steps behind that. */
async function agreed(server, session) {
  const step = asking(server, session);
  const manifest = await step("/v1/financial_connections/sessions/synchronize", { locale: "en" });
  await step("/v1/link_account_sessions/consent_acquired", { locale: "en", version: manifest.consent.version });
  return step;
}

/** Chooses the first `count` accounts of "Test (Non-OAuth)"; gives what asks for the steps behind that. */
async function chosen(server, session, count) {
  const step = await agreed(server, session);
  const found = await step("/v1/connections/institutions", { query: "Test (Non-OAuth)", limit: 5 });
  const bank = found.data.find(({ name }) => name === "Test (Non-OAuth)");
  const { id } = await step("/v1/connections/auth_sessions", { institution: bank.id });
  await step("/v1/connections/auth_sessions/credentials", {
    auth_session: id,
    values: [
      { name: "username", value: "maya" },
      { name: "password", value: "anything" },
    ],
  });
  const accounts = await step("/v1/connections/auth_sessions/accounts", { auth_session: id });
  const selectable = accounts.data.filter((account) => account.unavailable === undefined);
  await step("/v1/connections/auth_sessions/selected_accounts", {
    auth_session: id,
    selected_accounts: selectable.slice(0, count).map((account) => account.id),
  });
  return step;
}

/** Ends the flow; gives what the page's promise gets. */
const completed = async (step) => (await step("/v1/link_account_sessions/complete", {})).session;

/** Links the first `count` accounts of "Test (Non-OAuth)"; gives what the page's promise gets. */
export async function link(server, session, count) {
  return completed(await chosen(server, session, count));
}

/** Links an account by numbers that are typed in; gives what the page's promise gets. */
export async function typeIn(server, session) {
  const step = await agreed(server, session);
  const numbers = { routing_number: "110000000", account_number: "000123456789" };
  await step("/v1/link_account_sessions/attach_payment_account", numbers);
  return completed(step);
}

/** Links one account and wants to save it under this address, to which a code goes. */
export async function save(server, session, email) {
  const step = await chosen(server, session, 1);
  const { id } = await step("/v1/connections/auth_sessions", { institution: "bcinst_saved" });
  const values = [{ name: "email", value: email }];
  await step("/v1/connections/auth_sessions/credentials", { auth_session: id, values });
}

/** What `collectBankAccountToken` gives the page once the session has ended. */
export const token = (server, session) => asking(server, session)("/v1/link_account_sessions/bank_account_token", {});
