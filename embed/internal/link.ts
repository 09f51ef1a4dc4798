/** `/link?page=…`: the flow as a page of its own. A cookie of that page names the session. */

import { showScreen } from './failure-screen';
import { flowLog, note } from './flow-log';
import { guard } from './guard';
import { preloadFlow } from './load-flow';
import { preloadWords } from './load-words';
import { documentStage } from './stage';
import { synchronize } from './synchronize';
import { isTheme } from './theme';

/** Runs the flow, then goes back to where the merchant said when it made the session. */
export async function startLink(query: URLSearchParams): Promise<void> {
  // For the console: there is no page of the merchant that could ask.
  Object.assign(window, { Linkspan: { flowLog } });
  preloadFlow();
  const locale = query.get('locale') ?? 'auto';
  preloadWords(locale);
  const stage = documentStage('page');
  const theme = query.get('theme');
  const key = { page: query.get('page') ?? '' };
  const { done } = guard(
    {
      ...key,
      locale,
      theme: isTheme(theme) ? theme : 'auto',
      flowOrigin: location.origin,
      mount: 'page',
      synchronized: synchronize(locale, key),
      onEvent: () => {},
      onPainted: () => {},
      onStep: note,
    },
    stage,
  );
  const address = returnAddress((await done).returnUrl);
  if (address) location.replace(address);
  else showScreen(stage, 'ended', locale, []);
}

/** The address, when it is one of the web: never a script. */
export function returnAddress(given: string | undefined): string | undefined {
  try {
    const url = new URL(given ?? '');
    return /^https?:$/.test(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
