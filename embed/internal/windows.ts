/**
 * Whether a window of the bank can be opened here, and found back from. Where not, the flow goes to
 * the bank in its own tab, if the session says where to come back to.
 */

import type { Mount } from './flow';

/**
 * Web views of apps, which open no second window or open it where nobody finds back: those of Android
 * say `; wv)`, those of iOS lack the word `Safari`, and some apps name themselves.
 */
const WEB_VIEW = /; wv\)|\b(FBAN|FBAV|Instagram|Line|MicroMessenger|GSA)\b|(iPhone|iPad|iPod)(?!.*Safari)/;

/** By the browser's own name, and on a page of the flow's by what the device is held with. */
export function opensWindows(
  mount: Mount,
  agent = navigator.userAgent,
  matches = (query: string) => matchMedia(query).matches,
): boolean {
  if (WEB_VIEW.test(agent) || matches('(display-mode: standalone)')) return false;
  // A phone opens a tab and leaves the person to find the way back to the one before.
  return mount !== 'page' || !matches('(hover: none) and (pointer: coarse)');
}
