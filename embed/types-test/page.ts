/** A merchant's page, as far as the compiler sees it. Checked by `npm run check`, never run. */

import type { FinancialConnectionsSessionResult, Stripe, StripeError } from '@stripe/stripe-js';
import { loadStripe } from '@stripe/stripe-js';
import type { Account, CollectResult, HostEvent, LinkspanError, LinkspanInstance } from '../public/contract';
import { collectFinancialConnectionsAccounts, flowLog } from '../public/inpage';

declare const clientSecret: string;
declare function show(text: string): void;

// With and without `new`, with the global and with `window`.
const linkspan = Linkspan('pk_test_1', { locale: 'fr', appearance: { theme: 'dark' } });
const constructed: LinkspanInstance = new window.Linkspan('pk_test_1', { flowOrigin: 'https://flow.example' });

export async function link(): Promise<void> {
  const result = await linkspan.collectFinancialConnectionsAccounts({ clientSecret, onEvent: trace });

  if (result.error) {
    show(`${result.error.type} ${result.error.code}: ${result.error.message} ${result.error.param ?? ''}`);
    // @ts-expect-error no session beside an error
    show(result.financialConnectionsSession.id);
    return;
  }
  result.financialConnectionsSession.accounts.forEach(describe);

  // @ts-expect-error a secret is required
  await constructed.collectFinancialConnectionsAccounts({});
  // @ts-expect-error themes are three
  Linkspan('pk_test_1', { appearance: { theme: 'sepia' } });
  show(Linkspan.flowLog() + flowLog());
  await collectFinancialConnectionsAccounts({ publishableKey: 'pk_test_1', clientSecret });
}

/** `name` narrows `metadata`. */
function trace(event: HostEvent): void {
  switch (event.name) {
    case 'institution_selected':
      return show(event.metadata.institution_name);
    case 'error':
      return show(event.metadata.error_code);
    case 'success':
      return show(String(event.metadata.manual_entry));
    case 'open':
      // @ts-expect-error nothing belongs to it
      return show(event.metadata.institution_name.length);
    default:
      return show(`${event.name} ${event.financialConnectionsSessionId ?? ''}`);
  }
}

function describe(account: Account): void {
  const { balance } = account;
  const amount = balance?.type === 'cash' ? balance.cash.available.usd : balance?.credit.used.usd;
  show(`${account.institution_name} ${account.display_name} ${account.last4 ?? ''} ${amount ?? ''}`);
}

// What a page written for Stripe.js does with the result goes on working.
export async function asStripe(): Promise<FinancialConnectionsSessionResult> {
  const result: CollectResult = await linkspan.collectFinancialConnectionsAccounts({ clientSecret });
  return result;
}
export const asStripeError = (error: LinkspanError): StripeError => error;
export const collectAsStripe: Stripe['collectFinancialConnectionsAccounts'] =
  linkspan.collectFinancialConnectionsAccounts;
export const wrapper: Promise<Stripe | null> = loadStripe('pk_test_1');
