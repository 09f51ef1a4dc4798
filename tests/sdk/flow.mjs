// A person goes through the flow, as far as the server sees it.

/** Links the first `count` accounts of "Test (Non-OAuth)"; gives what the page's promise gets. */
export async function link(server, session, count) {
  const step = async (path, body) => {
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
  const manifest = await step("/v1/financial_connections/sessions/synchronize", { locale: "en" });
  await step("/v1/link_account_sessions/consent_acquired", {
    locale: "en",
    version: manifest.consent.version,
  });
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
  const { session: result } = await step("/v1/link_account_sessions/complete", {});
  return result;
}
