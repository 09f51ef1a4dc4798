/**
 * The flow's first request, sent while the module still loads: the answer is there when the module
 * is. Later ones are the module's own (`src/effects/api.rs`), and so is this one after a restart.
 */

import type { FlowOptions } from './flow';
import { language } from './language';

const PATH = '/v1/financial_connections/sessions/synchronize';
const TIMEOUT_MS = 15_000;

/** Asks where the session stands. Without key and secret the cookie of the full page names it. */
export function synchronize(
  locale: string,
  { publishableKey, clientSecret, page }: Pick<FlowOptions, 'publishableKey' | 'clientSecret' | 'page'>,
): Promise<Response> {
  const asked = fetch(PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      publishable_key: publishableKey,
      client_secret: clientSecret,
      page,
      locale: language(locale),
    }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  // The module sees the failure; until then it is not "unhandled".
  asked.catch(() => {});
  return asked;
}
