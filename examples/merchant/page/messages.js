// The sandbox's inbox: codes that would have gone out by e-mail or text, so that the whole way can be
// gone without a mailbox. While the flow is open the newest one is shown beside it.

import { element } from './element.js';

const EVERY = 1500;
const inbox = document.getElementById('messages');
const post = document.getElementById('post');
/** Ids that were there before the flow was opened; none while it is not. */
let old;

/** Looks for messages until the flow is over, and gives what that came to. */
export async function beside(flow) {
  old = new Set(await look());
  (async () => {
    while (old) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, EVERY));
    }
  })();
  try {
    return await flow();
  } finally {
    old = undefined;
    post.hidePopover();
    look();
  }
}

/** Shows what there is now; gives the ids. */
async function look() {
  try {
    const { data = [] } = await (await fetch('/messages')).json();
    inbox.replaceChildren(...data.map((one) => message(one)));
    const [newest] = data;
    if (newest && old?.has(newest.id) === false && post.dataset.message !== newest.id) {
      post.dataset.message = newest.id;
      post.replaceChildren(element('h2', { textContent: 'Inbox of the sandbox' }), message(newest, 'div'));
      post.hidePopover();
      post.showPopover();
    }
    return data.map(({ id }) => id);
  } catch {
    // The shop's server does not answer; the next look may find it back.
    return [...(old ?? [])];
  }
}

function message({ channel, recipient, subject, body }, name = 'li') {
  const [before, code, after] = body.split(/(\b\d{6}\b)/);
  const text = code ? [before, element('strong', { className: 'code', textContent: code }), after] : [body];
  const kind = channel === 'sms' ? 'Text' : 'E-mail';
  return element(
    name,
    {},
    element('p', { className: 'quiet', textContent: [`${kind} to ${recipient}`, subject].filter(Boolean).join(' · ') }),
    element('p', { className: 'message' }, ...text),
  );
}

look();
