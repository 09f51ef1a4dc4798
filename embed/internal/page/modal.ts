/** The modal: a `<dialog>` in the top layer with the flow's frame in it. */

import { connectingCard } from './connecting-card';
import { css } from './css';
import { lockScroll } from './scroll-lock';
import type { Words } from './words';
import type { Theme } from '../../public/contract';

/** What the modal tells. */
export interface ModalEvents {
  /** The person asks to leave: Escape, the back gesture, or the card's button. */
  close(): void;
  /** The page took the modal or its frame out of the document. */
  removed(): void;
  /** The frame finished loading a document, whichever it is. */
  loaded(): void;
}

export interface Modal {
  readonly frame: HTMLIFrameElement;
  /** Shows the frame instead of the card, and gives it the focus. */
  reveal(): void;
  /** Puts the focus where the person goes on. */
  focus(): void;
  /** Takes everything away and gives the page back as it was. */
  end(): void;
}

/** Opens the modal. The frame begins to load in this very call. */
export function openModal(address: string, theme: Theme, words: Words, on: ModalEvents): Modal {
  const dark = theme === 'auto' ? matchMedia('(prefers-color-scheme:dark)').matches : theme === 'dark';
  // A frame is see-through only while its own colour scheme and that of its element are the same.
  const scheme = `color-scheme:${theme === 'auto' ? 'light dark' : theme};`;
  const fill = 'display:block;inset:0;width:100%;height:100%;';

  const dialog = css(
    document.createElement('dialog'),
    `position:fixed;${fill}overflow:hidden;background:${dark ? 'rgba(0,0,0,.62)' : 'rgba(10,18,30,.45)'};${scheme}`,
  );
  dialog.setAttribute('aria-label', words.title);

  const frame = css(document.createElement('iframe'), `position:absolute;${fill}${scheme}`);
  frame.title = words.title;
  frame.src = address;
  frame.addEventListener('load', on.loaded);

  let card: HTMLElement | undefined = connectingCard(words, dark, on.close);
  let ended = false;

  dialog.append(frame, card);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    on.close();
  });
  // Browsers close on a second Escape whatever `cancel` said, and a script of the page may close
  // every dialog it finds. The flow decides when it ends, so it stays up.
  dialog.addEventListener('close', () => {
    if (ended || !dialog.isConnected) return;
    dialog.showModal();
    focus();
    on.close();
  });
  // The page's own "click outside" and shortcut handlers are not meant for what happens in here.
  for (const type of ['click', 'pointerdown', 'mousedown', 'touchstart', 'keydown', 'focusin']) {
    dialog.addEventListener(type, (event) => event.stopPropagation());
  }

  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;

  const watch = new MutationObserver(() => {
    if (!ended && !(dialog.isConnected && frame.parentNode === dialog)) on.removed();
  });

  (document.body ?? document.documentElement).append(dialog);
  dialog.showModal();
  const unlock = lockScroll();
  watch.observe(document, { childList: true, subtree: true });
  focus();

  function focus(): void {
    (card?.querySelector('button') ?? frame).focus({ preventScroll: true });
  }

  return {
    frame,
    focus,
    reveal() {
      if (!card) return;
      card.remove();
      card = undefined;
      focus();
    },
    end() {
      ended = true;
      watch.disconnect();
      dialog.close();
      dialog.remove();
      unlock();
      (focused as HTMLElement | null)?.focus?.({ preventScroll: true });
    },
  };
}
