import type { Programs } from './programs.ts';

/** A parameter's value as the merchant API takes it. */
type Value = string | number | boolean | Value[] | { [name: string]: Value };

export interface Session {
  id: string;
  client_secret: string | null;
  status: 'pending' | 'succeeded' | 'failed' | 'cancelled';
  status_details?: { cancelled?: { reason: string } };
  accounts: { data: Account[] };
  permissions: string[];
  return_url?: string;
  url?: string;
}

export interface Account {
  id: string;
  display_name: string;
  institution_name: string;
  last4: string;
  status: string;
  permissions: string[];
  account_holder: { type: string; customer: string };
  authorization?: string | null;
  ownership?: string | null;
  balance_refresh?: { status: string } | null;
  ownership_refresh?: { status: string } | null;
  transaction_refresh?: { status: string } | null;
  supported_payment_method_types: string[];
  status_details?: { active?: { expected_deactivation_date: number | null } };
  account_numbers?: { identifier_type: string; status: string; expected_expiry_date: number | null }[] | null;
}

/** A session just made: its secret is there. */
export type OpenSession = Session & { client_secret: string; customer: string };

/** What a session asks for that takes typed-in numbers. */
export const TAKES_NUMBERS = {
  permissions: ['balances', 'payment_method'],
  manual_entry: { mode: 'automatic' },
};

/** The merchant's server: the only one that has the secret key. */
export class Api {
  readonly #programs: Programs;

  constructor(programs: Programs) {
    this.#programs = programs;
  }

  /** A session, for a new customer unless one is named. */
  async session(parameters: Record<string, Value> = {}, customer?: string): Promise<OpenSession> {
    customer ??= (await this.request<{ id: string }>('POST', '/v1/customers', { name: 'Maya Lind' })).id;
    const session = await this.request<Session>('POST', '/v1/financial_connections/sessions', {
      account_holder: { type: 'customer', customer },
      permissions: ['balances', 'transactions'],
      ...parameters,
    });
    if (session.client_secret === null) throw new Error('a new session has no client secret');
    return { ...session, client_secret: session.client_secret, customer };
  }

  retrieve(session: { id: string }): Promise<Session> {
    return this.request('GET', `/v1/financial_connections/sessions/${session.id}`);
  }

  account(id: string): Promise<Account> {
    return this.request('GET', `/v1/financial_connections/accounts/${id}`);
  }

  /** Accounts of one customer. */
  async accounts(session: OpenSession): Promise<Account[]> {
    const query = new URLSearchParams({ 'account_holder[customer]': session.customer, limit: '100' });
    const list = await this.request<{ data: Account[] }>('GET', `/v1/financial_connections/accounts?${query}`);
    return list.data;
  }

  /** Links accounts of these names without a browser. */
  link(session: { id: string }, institution: string, accounts: string[]): Promise<Session> {
    const path = `/v1/test_helpers/financial_connections/sessions/${session.id}/link`;
    return this.request('POST', path, { institution, accounts });
  }

  /** How many events of this type, after `financial_connections.`, are about the account. */
  async eventsOf(account: { id: string } | undefined, type: string): Promise<number> {
    const { data } = await this.request<{ data: { data: { object: { id: string } } }[] }>(
      'GET',
      `/v1/events?type=financial_connections.${type}&limit=100`,
    );
    return data.filter((event) => event.data.object.id === account?.id).length;
  }

  /** Moves the sandbox's clock on, for good: only where `fresh` is set. */
  advance(seconds: number): Promise<{ now: number }> {
    return this.request('POST', '/v1/test_helpers/financial_connections/clock/advance', { seconds });
  }

  /** Takes a bank down, for everybody until it is `up` again. */
  down(institution: string): Promise<unknown> {
    return this.request('POST', `/v1/test_helpers/financial_connections/institutions/${institution}/down`);
  }

  /** Ends what `down` did. */
  up(institution: string): Promise<unknown> {
    return this.request('POST', `/v1/test_helpers/financial_connections/institutions/${institution}/up`);
  }

  /** Unix seconds on the sandbox's clock, which this moves on by one. */
  async now(): Promise<number> {
    return (await this.advance(1)).now;
  }

  async request<T>(method: 'GET' | 'POST', path: string, parameters?: Record<string, Value>): Promise<T> {
    const response = await fetch(this.#programs.api + path, {
      method,
      headers: { Authorization: `Bearer ${this.#programs.secret_key}` },
      ...(parameters && { body: form(parameters) }),
    });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(body)}`);
    return body as T;
  }
}

/** `a[b][]=1`, as official SDKs send it. */
function form(parameters: Record<string, Value>): URLSearchParams {
  const out = new URLSearchParams();
  const add = (name: string, value: Value): void => {
    if (Array.isArray(value)) {
      value.forEach((item) => add(`${name}[]`, item));
    } else if (typeof value === 'object') {
      Object.entries(value).forEach(([key, item]) => add(`${name}[${key}]`, item));
    } else {
      out.append(name, String(value));
    }
  };
  Object.entries(parameters).forEach(([name, value]) => add(name, value));
  return out;
}
