// Written for Stripe.js: it would run unchanged against it.

import { showProblem, showResult } from './result.js';

const stripe = new Stripe(document.body.dataset.key);
const button = document.getElementById('link');

button.addEventListener('click', async () => {
  if (button.ariaBusy) return;
  button.ariaBusy = 'true';
  showProblem(undefined);
  try {
    const response = await fetch('/create-session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        email: 'maya@lind.example',
        name: 'Maya Lind',
        permissions: ['balances', 'payment_method'],
      }),
    });
    const { client_secret: clientSecret, error: refused } = await response.json();
    if (refused) {
      showProblem(refused.message);
      return;
    }

    const { financialConnectionsSession, error } = await stripe.collectFinancialConnectionsAccounts({
      clientSecret,
    });
    if (error) showProblem(error.message);
    showResult({ financialConnectionsSession, error });
  } catch {
    showProblem('The shop’s server did not answer. Please try again.');
  } finally {
    button.ariaBusy = null;
  }
});
