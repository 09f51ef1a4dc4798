// The least that an operable consent pane needs: its button tells the server.
const button = document.getElementById('agree');
button.addEventListener('click', () => {
  button.setAttribute('aria-busy', 'true');
  void fetch('/v1/link_account_sessions/consent_acquired', { method: 'POST', body: '{}' });
});
