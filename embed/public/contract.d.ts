/**
 * Linkspan in a page: everything that a merchant's code may rely on.
 *
 * The build ships this file as `linkspan.d.ts`, beside `linkspan.js`. Copy it into your project:
 * the global `Linkspan` is then typed, and the types below can be imported from it.
 *
 * @example
 * const linkspan = Linkspan('pk_test_…');
 * const { financialConnectionsSession, error } =
 *   await linkspan.collectFinancialConnectionsAccounts({ clientSecret });
 */

/** A group of account data that the person agreed to share. */
export type Permission = 'balances' | 'ownership' | 'payment_method' | 'transactions';

/** Money in minor units (cents) by ISO 4217 code in lower case; positive is owed to the holder. */
export interface Amounts {
  [currency: string]: number | undefined;
}

/** Balance as the bank stated it. */
export type Balance = {
  /** Unix seconds at which the bank stated it. */
  as_of: number;
  /** Booked balance. */
  current: Amounts;
} & (
  | { type: 'cash'; /** What can be spent. */ cash: { available: Amounts } }
  | { type: 'credit'; /** What is drawn. */ credit: { used: Amounts } }
);

/** Where the fetching of one kind of data stands. */
export interface Refresh {
  status: 'pending' | 'succeeded' | 'failed';
  /** Unix seconds. */
  last_attempted_at: number;
}

/** One linked bank account. Fields are those of Stripe.js, in snake case. */
export interface Account {
  /** `fca_…` */
  id: string;
  object: 'financial_connections.account';
  /** Null until balances were fetched. */
  balance: Balance | null;
  balance_refresh: Refresh | null;
  category: 'cash' | 'credit' | 'investment' | 'other';
  /** Unix seconds. */
  created: number;
  /** The bank's or the person's name for it. */
  display_name: string;
  institution_name: string;
  /** Last four digits of the number. */
  last4: string | null;
  /** False with test keys. */
  livemode: boolean;
  /** Id of the ownership object, or null until owners were fetched. */
  ownership: string | null;
  ownership_refresh: Refresh | null;
  permissions: Permission[];
  status: 'active' | 'inactive' | 'disconnected';
  subcategory: 'checking' | 'savings' | 'mortgage' | 'line_of_credit' | 'credit_card' | 'other';
  supported_payment_method_types: Array<'us_bank_account' | 'link'>;
}

/** The session and what was linked in it. */
export interface FinancialConnectionsSession {
  /** `fcsess_…` */
  id: string;
  /** Empty when the person left without linking anything. */
  accounts: Account[];
  /** What the merchant asked for. */
  permissions: Permission[];
}

/** Class of an error. */
export type LinkspanErrorType =
  | 'api_connection_error'
  | 'api_error'
  | 'authentication_error'
  | 'idempotency_error'
  | 'invalid_request_error'
  | 'rate_limit_error'
  /** An argument is wrong; nothing was sent. */
  | 'validation_error';

/** Codes that the page itself can cause. The server has more: see the documentation. */
export type KnownErrorCode =
  /** An argument is not there. */
  | 'parameter_missing'
  /** An argument is there but empty. */
  | 'parameter_invalid_empty'
  /** An argument is of another type or form. */
  | 'parameter_invalid'
  /** A secret key was given where a publishable key belongs: take it out of the page and roll it. */
  | 'secret_key_in_page'
  /** A flow is open on this page already; it got the focus. */
  | 'flow_already_open'
  /** The frame did not answer in 15 s, may not be shown on this page, or was given up before. */
  | 'flow_not_loaded'
  /** The page took the open flow away, or was left itself. Accounts may have been linked. */
  | 'flow_removed'
  /** No WebAssembly, or no `<dialog>`. */
  | 'browser_unsupported'
  /** The session's time is over. */
  | 'session_expired'
  /** The session has ended before. */
  | 'session_completed'
  /** The bank gives no numbers that a payout could go to. */
  | 'account_numbers_unavailable'
  /** The flow failed. */
  | 'unexpected_error';

/** What went wrong. Assignable to Stripe.js' `StripeError`. */
export interface LinkspanError {
  type: LinkspanErrorType;
  /** Stable name of the error. */
  code: KnownErrorCode | (string & {});
  /** One English sentence for the developer. */
  message: string;
  /** The argument or parameter it is about. */
  param?: string;
}

/** What the promise resolves with: the session, or the error. */
export type CollectResult =
  | { financialConnectionsSession: FinancialConnectionsSession; error?: undefined }
  | { financialConnectionsSession: undefined; error: LinkspanError };

/** A bank account as a token, for payouts to it. Fields are those of Stripe.js, in snake case. */
export interface BankAccountToken {
  /** `btok_…` */
  id: string;
  object: 'token';
  bank_account: {
    /** `ba_…` */
    id: string;
    object: 'bank_account';
    account_holder_name: string | null;
    account_holder_type: string | null;
    account_type: string | null;
    bank_name: string | null;
    country: string;
    currency: string;
    /** The same for the same account. */
    fingerprint: string;
    /** Last four digits of the number. */
    last4: string;
    routing_number: string;
    status: string;
  };
  client_ip: string | null;
  /** Unix seconds. */
  created: number;
  livemode: boolean;
  type: 'bank_account';
  used: boolean;
}

/** What `collectBankAccountToken` resolves with: without a token when the person left early. */
export type BankAccountTokenResult =
  | { financialConnectionsSession: FinancialConnectionsSession; token?: BankAccountToken; error?: undefined }
  | { financialConnectionsSession: undefined; token?: undefined; error: LinkspanError };

/** What happened in the flow. `name` says which fields `metadata` has. */
export type HostEvent = {
  /** `fcsess_…`; absent only before the server told it. */
  financialConnectionsSessionId?: string;
} & (
  | {
      name:
        /** The flow is on screen. */
        | 'open'
        /** The person agreed. */
        | 'consent_acquired'
        /** Something was searched and an answer came. */
        | 'search_initiated'
        /** The bank said yes. */
        | 'institution_authorized'
        /** The person chose to type the account's numbers in. */
        | 'manual_entry_initiated'
        /** The person pressed the button that shares the accounts. */
        | 'accounts_selected'
        /** The flow ended without accounts and without an error. */
        | 'cancel';
      metadata: Record<string, never>;
    }
  | { /** A bank was chosen. */ name: 'institution_selected'; metadata: { institution_name: string } }
  | { /** The flow ended with accounts. */ name: 'success'; metadata: { manual_entry: boolean } }
  | { /** Something failed; the flow may go on. */ name: 'error'; metadata: { error_code: string } }
);

/** Light, dark, or as the person's system has it. */
export type Theme = 'auto' | 'light' | 'dark';

/** Options of one flow. */
export interface CollectOptions {
  /**
   * `client_secret` of a Financial Connections session that your server made. Do not store or log
   * it, and do not put it into a URL.
   */
  clientSecret: string;
  /** Called for each event. What it throws is reported as an uncaught error; the flow goes on. */
  onEvent?: (event: HostEvent) => void;
}

/** Options of `Linkspan`. Others, such as Stripe.js' `apiVersion`, are ignored. */
export interface LinkspanOptions {
  /** Origin that serves the flow. Taken from the address of `linkspan.js` when not given. */
  flowOrigin?: string;
  /** BCP 47 tag, or `auto` (the browser's language), which is the default. */
  locale?: string;
  appearance?: {
    /** Default `auto`. */
    theme?: Theme;
  };
}

/** What `Linkspan(publishableKey)` gives. */
export interface LinkspanInstance {
  /**
   * Opens the flow in a modal and resolves when it ends. It never rejects: a wrong argument, a
   * wrong publishable key included, resolves with a `validation_error` that names it.
   *
   * While a flow is open on the page a second call resolves at once with `flow_already_open` and
   * puts the focus into the open flow.
   */
  collectFinancialConnectionsAccounts(options: CollectOptions): Promise<CollectResult>;
  /**
   * The same, and the account as a token for payouts to it. For sessions with
   * `account_holder[type]=account` and `permissions[]=payment_method` that link one account; of any
   * other the promise resolves with an error, and what was linked stays linked.
   */
  collectBankAccountToken(options: CollectOptions): Promise<BankAccountTokenResult>;
}

/** Callable with and without `new`. Does not throw: a wrong key is reported by `collect…`. */
export interface LinkspanConstructor {
  (publishableKey: string, options?: LinkspanOptions): LinkspanInstance;
  new (publishableKey: string, options?: LinkspanOptions): LinkspanInstance;
  /** Release train of the API that the script speaks. */
  readonly version: string;
  /**
   * The log of the flow that is open, or was last: JSON for a bug report. It has numbers only, which
   * say what was pressed and how the server answered; no secret, name, query, id or amount.
   */
  flowLog(): string;
}

/** Options of `inpage.js`, for an operator's own pages: no frame, one document. */
export interface InPageOptions extends CollectOptions, LinkspanOptions {
  /** `pk_test_…` */
  publishableKey: string;
}

declare global {
  interface Window {
    Linkspan: LinkspanConstructor;
  }
  var Linkspan: LinkspanConstructor;
}
