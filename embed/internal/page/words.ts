/** The few words that the page itself shows, before the flow can speak. */

import { language } from '../language';

export interface Words {
  /** Name of the modal and of its frame. */
  title: string;
  /** Said to screen readers while the frame loads. */
  loading: string;
  /** Name of the close button. */
  close: string;
}

const byLanguage: Record<'en' | 'fr', Words> = {
  en: { title: 'Link your bank account', loading: 'Loading…', close: 'Close' },
  fr: { title: 'Relier votre compte bancaire', loading: 'Chargement…', close: 'Fermer' },
};

/** The words for a language tag. */
export function words(locale: string): Words {
  return byLanguage[language(locale)];
}
