/**
 * `linkspan.js`: what a merchant's page loads. Types and documentation are in `contract.d.ts`.
 *
 * A page with a strict content security policy allows the flow's origin in `script-src` and
 * `frame-src`, and nothing more.
 */

import type { BankAccountTokenResult, CollectOptions, LinkspanConstructor, LinkspanInstance } from './contract';
import { flowLog } from '../internal/flow-log';
import { failed, unexpected } from '../internal/result';
import { checkRequest, checkSettings, isError } from '../internal/page/arguments';
import { collect } from '../internal/page/collect';

export type * from './contract';

const script = document.currentScript as HTMLScriptElement | null;
const scriptOrigin = script?.src ? new URL(script.src).origin : undefined;

function Linkspan(publishableKey: unknown, options?: unknown): LinkspanInstance {
  const method = (token: boolean) => async (given: CollectOptions): Promise<BankAccountTokenResult> => {
    try {
      const settings = checkSettings(publishableKey, options, scriptOrigin);
      if (isError(settings)) return failed(settings);
      const request = checkRequest(given);
      return isError(request) ? failed(request) : await collect(settings, request, token);
    } catch {
      return failed(unexpected());
    }
  };
  return {
    collectFinancialConnectionsAccounts: method(false),
    collectBankAccountToken: method(true),
    // Called by the npm wrapper of Stripe.js with its own name and version.
    _registerWrapper() {},
  } as LinkspanInstance;
}

Linkspan.version = 'endive';
Linkspan.flowLog = flowLog;

const names = script?.dataset.global === 'Stripe' ? ['Linkspan', 'Stripe'] : ['Linkspan'];
for (const name of names) {
  (window as unknown as Record<string, LinkspanConstructor>)[name] = Linkspan as unknown as LinkspanConstructor;
}
