/** The language that is spoken where the flow's own locales are not at hand. */

/** The language to speak for a tag; `auto` is the browser's. English where there is no other. */
export function language(locale: string): 'en' | 'fr' {
  return /^fr\b/i.test(locale === 'auto' ? navigator.language : locale) ? 'fr' : 'en';
}
