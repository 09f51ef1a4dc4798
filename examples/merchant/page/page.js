// A merchant's page: asks its own server for a session, opens the flow, shows what came of it.

import { element } from './element.js';
import { beside } from './messages.js';
import { showProblem, showResult } from './result.js';

const form = document.getElementById('ask');
const button = document.getElementById('link');
const events = document.getElementById('events');
const webhooks = document.getElementById('webhooks');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  // Marked, not disabled: a disabled button loses the focus, and could not get it back.
  if (button.ariaBusy) return;
  button.ariaBusy = 'true';
  clearProblems();
  try {
    await link(new FormData(form));
  } catch {
    showProblem('The shop’s server did not answer. Please try again.');
  } finally {
    button.ariaBusy = null;
  }
});

async function link(form) {
  const asPage = form.get('mode') === 'page';
  const response = await fetch('/create-session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: form.get('name'),
      email: form.get('email'),
      permissions: form.getAll('permissions'),
      prefetch: form.getAll('prefetch'),
      account_subcategories: form.getAll('account_subcategories'),
      limit_accounts: form.get('limit_accounts'),
      country: form.get('country'),
      require_payment_method_support: form.get('require_payment_method_support'),
      ...(asPage && { return_url: `${location.origin}/?returned` }),
    }),
  });
  const session = await response.json();
  if (session.error) {
    showError(session.error);
    return;
  }
  if (asPage) {
    // The session's id is no secret; the client secret is not needed and not kept.
    sessionStorage.setItem('session', session.id);
    location.assign(session.url);
    return;
  }

  if (typeof Linkspan === 'undefined') {
    showProblem('linkspan.js did not load. Is the flow’s server running?');
    return;
  }
  events.replaceChildren();
  const linkspan = Linkspan(document.body.dataset.key, {
    locale: form.get('locale'),
    appearance: { theme: form.get('theme') },
  });
  const options = { clientSecret: session.client_secret, onEvent: showEvent };
  const result = await beside(() => linkspan.collectFinancialConnectionsAccounts(options));
  showResult(result);
}

/** The API names the parameter; the page knows which of its fields that is. */
function showError({ message, param = '' }) {
  const names = { limits: 'limit_accounts', account_holder: 'email' };
  const parts = param.split(/[[\]]+/).filter((part) => part && !/^\d+$/.test(part));
  const field = parts
    .reverse()
    .map((part) => names[part] ?? part)
    .map((name) => form.querySelector(`[data-field="${CSS.escape(name)}"]`) ?? form.elements.namedItem(name))
    .find((found) => found instanceof HTMLElement);
  if (!field) {
    showProblem(message);
    return;
  }
  const details = field.closest('details');
  if (details) details.open = true;
  const note = element('p', { className: 'problem', id: 'field-problem', textContent: message });
  if (field.matches('fieldset')) field.append(note);
  else field.closest('label, .field').after(note);
  const control = field.matches('fieldset') ? field.querySelector('input') : field;
  control.setAttribute('aria-describedby', note.id);
  control.setAttribute('aria-invalid', 'true');
  control.focus();
}

function clearProblems() {
  showProblem(undefined);
  document.getElementById('field-problem')?.remove();
  for (const control of form.querySelectorAll('[aria-invalid]')) {
    control.removeAttribute('aria-invalid');
    control.removeAttribute('aria-describedby');
  }
}

function showEvent({ name, metadata }) {
  const [detail] = Object.values(metadata);
  const told = typeof detail === 'string' ? ` ${detail}` : '';
  const item = element('li', {}, element('code', { textContent: name }), told);
  item.dataset.event = name;
  events.append(item);
}

// Webhooks go to the merchant's server, which passes them on as they come.
new EventSource('/webhooks').addEventListener('message', ({ data }) => {
  const event = JSON.parse(data);
  const about = event.data.object;
  const name = [about.institution_name, about.display_name].filter(Boolean).join(', ');
  const item = element('li', {}, element('code', { textContent: event.type }), ` ${name}`);
  item.dataset.event = event.id;
  webhooks.prepend(item);
});

// Back from the full page, where no promise was left to resolve: the server is asked.
const session = sessionStorage.getItem('session');
if (new URLSearchParams(location.search).has('returned') && session) {
  sessionStorage.removeItem('session');
  history.replaceState(null, '', '/');
  const response = await fetch(`/sessions/${encodeURIComponent(session)}`);
  const result = await response.json();
  if (result.error) showProblem(result.error.message);
  else showResult(result);
}
