// Balances, owners and transactions of one linked account, by way of this merchant's own server.

import { element } from './element.js';

export const KINDS = { balances: 'Balance', owners: 'Owners', transactions: 'Transactions' };
/** Which permission opens which data. */
export const PERMISSION = { balances: 'balances', owners: 'ownership', transactions: 'transactions' };

/** The bank is asked in the background; this often the page looks whether it has answered. */
const LOOKS = 30;
const BETWEEN_LOOKS = 1000;

const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const note = (textContent, className = 'quiet') => element('p', { className, textContent });

/** Reads and shows it. Another press on any of the account's buttons takes the place over. */
export async function showData(account, kind, place) {
  const turn = Symbol(kind);
  place.turn = turn;
  place.replaceChildren(note('The bank is being asked…'));
  for (let look = 0; look < LOOKS; look += 1) {
    const answer = await ask(account, kind);
    if (place.turn !== turn) return;
    if (answer.state !== 'pending') return place.replaceChildren(shown(kind, answer));
    await wait(BETWEEN_LOOKS);
  }
  place.replaceChildren(note('The bank has not answered yet. Press again in a moment.'));
}

async function ask(account, kind) {
  try {
    const response = await fetch('/account-data', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account, kind }),
    });
    return await response.json();
  } catch {
    return { error: { message: 'The shop’s server did not answer. Please try again.' } };
  }
}

function shown(kind, { state, data, error }) {
  if (error) return note(error.message ?? 'Something went wrong.', 'problem');
  if (state !== 'ready' || !data || data.length === 0) return note('The bank gave no data.');
  return { balances: balance, owners, transactions }[kind](data);
}

/** `12345`, `usd` → `$123.45`: amounts come in the currency's smallest unit. */
function money(amount, currency) {
  const format = new Intl.NumberFormat(undefined, { style: 'currency', currency });
  return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
}

const date = (seconds, format) => new Date(seconds * 1000).toLocaleDateString(undefined, format);

function balance({ as_of, current, cash, credit }) {
  const sums = (amounts) =>
    Object.entries(amounts ?? {})
      .map(([currency, amount]) => money(amount, currency))
      .join(', ');
  const more = cash?.available ? ` · ${sums(cash.available)} available` : credit?.used ? ` · ${sums(credit.used)} used` : '';
  return element('p', {}, element('strong', { textContent: sums(current) }), `${more} · as of ${date(as_of, { dateStyle: 'medium' })}`);
}

function owners(list) {
  const lines = list.map(({ name, raw_address, email, phone }) =>
    element('li', { textContent: [name, raw_address, email, phone].filter(Boolean).join(' · ') }),
  );
  return element('ul', { className: 'owners' }, ...lines);
}

/** Half a year is shown: the year goes without saying. */
const SHORT = { day: 'numeric', month: 'short' };

function transactions(list) {
  const column = (className, textContent) => element('th', { scope: 'col', className, textContent });
  const head = element('tr', {}, column('day', 'Date'), column('what', 'What'), column('amount', 'Amount'));
  const rows = list.map(({ transacted_at, description, amount, currency, status }) =>
    element(
      'tr',
      {},
      element('td', { className: 'day', textContent: date(transacted_at, SHORT) }),
      element('td', { className: 'what', textContent: status === 'posted' ? description : `${description} (${status})` }),
      element('td', { className: 'amount', textContent: money(amount, currency) }),
    ),
  );
  const table = element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows));
  return element('div', { className: 'scroll', tabIndex: 0, role: 'region', ariaLabel: 'Transactions' }, table);
}
