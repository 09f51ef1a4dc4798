/** Ends the session where the flow itself cannot any more, and learns what was linked. */

import type { FinancialConnectionsSession, LinkspanError } from '../public/contract';
import type { FlowOptions, FlowResult } from './flow';
import { failed, plain, type LooseError } from './result';

/** How long the server may take, in milliseconds. */
const PATIENCE = 10_000;

/**
 * The result of a flow that ends here. Accounts that were linked win over the error; without any,
 * the error is the result, and without an error the empty session.
 */
export async function complete(
  { publishableKey, clientSecret, page }: Pick<FlowOptions, 'publishableKey' | 'clientSecret' | 'page'>,
  why: { error?: LinkspanError; otherwise: LinkspanError },
): Promise<FlowResult> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE);
  try {
    const response = await fetch(new URL('/v1/link_account_sessions/complete', import.meta.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        publishable_key: publishableKey,
        client_secret: clientSecret,
        page,
        terminal_error: why.error && { type: why.error.type, code: why.error.code },
      }),
      keepalive: true,
      signal: late.signal,
    });
    if (!response.ok) {
      // Such as a session that has expired: the server knows better than we what ended here.
      const { error }: { error?: LooseError } = await response.json();
      return why.error || !error ? failed(why.error ?? why.otherwise) : plain({ error });
    }
    const { session, return_url }: { session: FinancialConnectionsSession; return_url?: string } =
      await response.json();
    return why.error && !session.accounts.length
      ? { ...failed(why.error), returnUrl: return_url }
      : { financialConnectionsSession: session, returnUrl: return_url };
  } catch {
    return failed(why.error ?? why.otherwise);
  } finally {
    clearTimeout(timer);
  }
}
