/** The colour scheme, before the app can set it. */

import type { Theme } from '../public/contract';

export function isTheme(value: unknown): value is Theme {
  return value === 'auto' || value === 'light' || value === 'dark';
}

/**
 * Marks the document, so that the skeleton and the static screens have the page's scheme. A frame
 * whose scheme differs from that of its element would not be see-through.
 */
export function applyTheme(theme: string | null): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
}
