/** Where a static screen is drawn, and what is taken away for it. */

export interface Stage {
  /** Takes the dead app's elements away and shows this instead. */
  show(card: HTMLElement): void;
  /** Makes room for the app again. */
  clear(): void;
}

/** Id of the element in `index.html` that the app fills. */
const ROOT = 'linkspan-root';

/** The document of the frame and of the full page, which is all ours. */
export function documentStage(): Stage {
  const skeleton = document.getElementById(ROOT)?.cloneNode(true);
  const root = (content: Node[]): void => {
    const element = document.createElement('div');
    element.id = ROOT;
    element.append(...content);
    document.body.replaceChildren(element);
  };
  return {
    show: (card) => root([card]),
    clear: () => root(skeleton ? [...skeleton.cloneNode(true).childNodes] : []),
  };
}

/** A page that is not ours: the app's dialog is taken out, a dialog of its own is put in. */
export function dialogStage(): Stage {
  let dialog: HTMLDialogElement | undefined;
  const clear = (): void => {
    dialog?.close();
    dialog?.remove();
    dialog = undefined;
  };
  return {
    show(card) {
      clear();
      document.querySelectorAll<HTMLDialogElement>('dialog[data-linkspan]').forEach((dead) => {
        dead.close();
        dead.remove();
      });
      dialog = document.createElement('dialog');
      dialog.dataset.linkspan = 'failure';
      dialog.className = 'ls-dialog';
      dialog.append(card);
      // Escape is the card's quiet button.
      dialog.addEventListener('cancel', (event) => {
        event.preventDefault();
        card.querySelector<HTMLButtonElement>('.ls-button-quiet')?.click();
      });
      document.body.append(dialog);
      dialog.showModal();
    },
    clear,
  };
}
