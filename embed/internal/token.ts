/** Learns the token of the account that a flow has linked, for `collectBankAccountToken`. */

import type { BankAccountToken, BankAccountTokenResult, CollectResult } from '../public/contract';
import { failed, plain, unexpected, type LooseError } from './result';

/** How long the server may take, in milliseconds: it asks a bank. */
const PATIENCE = 30_000;

/** The result of a flow with the token in it; as it was when nothing was linked. */
export async function withToken(
  publishableKey: string,
  clientSecret: string,
  result: CollectResult,
): Promise<BankAccountTokenResult> {
  const session = result.financialConnectionsSession;
  if (!session?.accounts.length) return result;
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE);
  try {
    const response = await fetch(new URL('/v1/link_account_sessions/bank_account_token', import.meta.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ publishable_key: publishableKey, client_secret: clientSecret }),
      signal: late.signal,
    });
    if (!response.ok) {
      const { error }: { error?: LooseError } = await response.json();
      return plain({ error });
    }
    const token: BankAccountToken = await response.json();
    return { financialConnectionsSession: session, token };
  } catch {
    return failed(unexpected());
  } finally {
    clearTimeout(timer);
  }
}
