// Shows what the promise resolved with, as a list to read and as JSON, and what may then be read.

const KINDS = { balances: 'Balance', owners: 'Owners', transactions: 'Transactions' };
/** Which permission opens which data. */
const PERMISSION = { balances: 'balances', owners: 'ownership', transactions: 'transactions' };

/** An element with properties and children. Texts stay texts: names come from banks. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** A sentence above the button; nothing takes it away. */
export function showProblem(text) {
  const problem = document.getElementById('problem');
  problem.textContent = text ?? '';
  problem.hidden = !text;
}

/** What `collectFinancialConnectionsAccounts` resolved with. */
export function showResult(result) {
  const place = document.getElementById('result');
  const session = result.financialConnectionsSession;
  const raw = element(
    'details',
    {},
    element('summary', { textContent: 'As JSON' }),
    element('pre', { id: 'result-json', tabIndex: 0, textContent: JSON.stringify(result, null, 2) }),
  );
  if (!session) {
    const { error } = result;
    const code = [error.type, error.code, error.param].filter(Boolean).join(' · ');
    place.replaceChildren(
      element('p', { className: 'problem' }, error.message ?? 'Something went wrong.'),
      element('p', { className: 'quiet', textContent: code }),
      raw,
    );
  } else if (!session.accounts.length) {
    place.replaceChildren(element('p', { textContent: 'No account was linked.' }), raw);
  } else {
    const list = element('ul', { className: 'accounts' }, ...session.accounts.map(account));
    place.replaceChildren(list, raw);
  }
}

function account(linked) {
  const digits = linked.last4 ? ` •••• ${linked.last4}` : '';
  const state = linked.status === 'active' ? '' : ` · ${linked.status}`;
  const data = element('div', { className: 'data', ariaLive: 'polite' });
  const buttons = Object.keys(KINDS)
    .filter((kind) => linked.permissions?.includes(PERMISSION[kind]))
    .map((kind) => {
      const button = element('button', { type: 'button', textContent: KINDS[kind] });
      button.dataset.kind = kind;
      button.addEventListener('click', () => readData(linked.id, kind, data));
      return button;
    });
  const item = element(
    'li',
    {},
    element('strong', { textContent: linked.display_name || 'Account' }),
    element('span', {
      className: 'quiet',
      textContent: `${linked.institution_name}${digits} · ${linked.subcategory.replaceAll('_', ' ')}${state}`,
    }),
    element('div', { className: 'buttons' }, ...buttons),
    data,
  );
  item.dataset.account = linked.id;
  return item;
}

/** Balances, owners or transactions of one account, by way of this merchant's own server. */
async function readData(account, kind, place) {
  place.replaceChildren(element('p', { className: 'quiet', textContent: 'Reading…' }));
  let answer;
  try {
    const response = await fetch('/account-data', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account, kind }),
    });
    answer = await response.json();
  } catch {
    answer = { error: { message: 'The shop’s server did not answer. Please try again.' } };
  }
  place.replaceChildren(data(kind, answer));
}

function data(kind, { state, data: content, error }) {
  const note = (textContent, className = 'quiet') => element('p', { className, textContent });
  if (error) return note(error.message ?? 'Something went wrong.', 'problem');
  if (state === 'not_there_yet') return note(`${KINDS[kind]}: comes with the data API.`, 'later');
  if (state === 'pending') return note('The bank is being asked. Press again in a moment.');
  if (state !== 'ready') return note('The bank gave no data.');
  return element('pre', { tabIndex: 0, textContent: JSON.stringify(content, null, 2) });
}
