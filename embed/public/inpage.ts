/**
 * `inpage.js`: the flow in the page itself, without a frame, for an operator's own pages.
 *
 * @example
 * import { collectFinancialConnectionsAccounts } from '/inpage.js';
 * const { financialConnectionsSession, error } =
 *   await collectFinancialConnectionsAccounts({ publishableKey: 'pk_test_…', clientSecret });
 */

import type { CollectResult, InPageOptions } from './linkspan';
import { flowLog, forget, note } from '../internal/flow-log';
import { guard } from '../internal/guard';
import { preloadFlow } from '../internal/load-flow';
import { preloadWords } from '../internal/load-words';
import { checkRequest, checkSettings, isError } from '../internal/page/arguments';
import { alreadyOpen, failed, plain, unexpected } from '../internal/result';
import { dialogStage } from '../internal/stage';

export { flowLog };

let open = false;

/**
 * Opens the flow in a `<dialog>` of this document and resolves when it ends. It never rejects; see
 * `LinkspanInstance.collectFinancialConnectionsAccounts`, whose result and errors are the same.
 */
export async function collectFinancialConnectionsAccounts(options: InPageOptions): Promise<CollectResult> {
  const settings = checkSettings(options?.publishableKey, options, new URL(import.meta.url).origin);
  if (isError(settings)) return failed(settings);
  const request = checkRequest(options);
  if (isError(request)) return failed(request);
  if (open) {
    document.querySelector<HTMLElement>('dialog[data-linkspan]')?.focus();
    return failed(alreadyOpen());
  }
  open = true;
  forget();
  preloadFlow();
  preloadWords(settings.locale);
  try {
    await loadStyle();
    const result = await guard(
      {
        publishableKey: settings.key,
        clientSecret: request.clientSecret,
        locale: settings.locale,
        theme: settings.theme,
        flowOrigin: settings.flowOrigin,
        mount: 'dialog',
        onEvent(event) {
          try {
            request.onEvent?.(event);
          } catch (error) {
            reportError(error);
          }
        },
        onPainted() {},
        onStep: note,
      },
      dialogStage(),
    ).done;
    return plain(result);
  } catch {
    return failed(unexpected());
  } finally {
    open = false;
  }
}

let style: Promise<void> | undefined;

/** The flow's style sheet, once for the document. Without it the flow is plain, but it works. */
function loadStyle(): Promise<void> {
  style ??= new Promise((resolve) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = new URL('flow.css', import.meta.url).href;
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => resolve());
    document.head.append(link);
  });
  return style;
}
