// Shows what the promise resolved with, as a list to read and as JSON, and what may then be read.

import { KINDS, PERMISSION, showData } from './account-data.js';
import { element } from './element.js';

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
      button.addEventListener('click', () => showData(linked.id, kind, data));
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
