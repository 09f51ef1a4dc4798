/** Loads the words of the flow: the file of one language, beside the module and not after it. */

import { language } from './language';
import { LoadFailure, PATIENCE } from './load-flow';

const loaded = new Map<string, Promise<string>>();

/** Begins to load, so that what follows goes on in parallel. */
export function preloadWords(locale: string): void {
  // Whoever waits for them sees the failure; until then it is not "unhandled".
  words(locale).catch(() => {});
}

/** The text of the file, as the module takes it. */
export async function loadWords(locale: string): Promise<string> {
  try {
    return await words(locale);
  } catch (error) {
    // What failed is asked for again next time.
    loaded.delete(language(locale));
    throw new LoadFailure('not_loaded', error);
  }
}

function words(locale: string): Promise<string> {
  const name = language(locale);
  const file = loaded.get(name) ?? load(name);
  loaded.set(name, file);
  return file;
}

async function load(name: string): Promise<string> {
  const response = await fetch(new URL(`words.${name}.txt`, import.meta.url), {
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.text();
}
