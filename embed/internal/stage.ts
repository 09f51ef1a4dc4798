/**
 * Where a static screen is drawn, and what is taken away for it. The elements are those that the
 * app draws itself in (`src/stage.rs`), so that a screen looks the same as a pane.
 */

import type { Mount } from './flow';

export interface Stage {
  /** Takes the dead app's elements away and shows this instead. */
  show(card: HTMLElement): void;
  /** Makes room for the app again. */
  clear(): void;
  /** The flow is over. */
  end(): void;
}

/** Id of the element in `index.html` that the app fills. */
const ROOT = 'linkspan-root';

/** The document of the frame or of the full page, which is all ours. */
export function documentStage(mount: 'frame' | 'page'): Stage {
  const found = document.getElementById(ROOT);
  // The skeleton is drawn for the frame, over a page; a page of its own has nothing behind it.
  found?.querySelector('.ls-stage-frame')?.classList.replace('ls-stage-frame', `ls-stage-${mount}`);
  const skeleton = found?.cloneNode(true);
  const fill = (...content: Node[]): HTMLElement => {
    const root = document.createElement('div');
    root.id = ROOT;
    root.append(...content);
    document.body.replaceChildren(root);
    return root;
  };
  return {
    show(card) {
      if (mount === 'frame') {
        open(fill(), mount, card);
      } else {
        const main = document.createElement('main');
        main.className = 'ls-stage ls-stage-page';
        main.append(card);
        fill(main);
      }
    },
    clear: () => void fill(...(skeleton?.cloneNode(true).childNodes ?? [])),
    // The page takes the frame away, or the document is left.
    end() {},
  };
}

/** A page that is not ours: dialogs of ours are taken out, one is put in. */
export function dialogStage(): Stage {
  const focused = document.activeElement as HTMLElement | null;
  const clear = (): void => document.querySelectorAll('dialog[data-linkspan]').forEach((dead) => dead.remove());
  return {
    show(card) {
      clear();
      open(document.body, 'dialog', card);
    },
    clear,
    end() {
      clear();
      focused?.focus?.({ preventScroll: true });
    },
  };
}

function open(parent: HTMLElement, mount: Mount, card: HTMLElement): void {
  const dialog = document.createElement('dialog');
  dialog.dataset.linkspan = 'failure';
  dialog.className = `ls-stage ls-stage-${mount}`;
  dialog.append(card);
  // Escape is the way out, where the screen offers one.
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    card.querySelector<HTMLButtonElement>('[data-choice=close]')?.click();
  });
  parent.append(dialog);
  dialog.showModal();
}
