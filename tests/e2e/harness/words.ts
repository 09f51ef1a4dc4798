import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

type Tree = { [key: string]: string | Tree };
type Values = Record<string, string | number>;

/** The words that a person reads: `words('success.title', { count: 2 })`. */
export type Words = (key: string, values?: Values) => string;

function read(folder: string, language: 'en' | 'fr'): Tree {
  const path = resolve(import.meta.dirname, `../../../${folder}/${language}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as Tree;
}

function texts(tree: Tree): string[] {
  return Object.values(tree).flatMap((node) => (typeof node === 'string' ? [node] : texts(node)));
}

/** Whole sentences and labels of one language that the other one does not have. */
export function onlyIn(language: 'en' | 'fr', other: 'en' | 'fr'): Set<string> {
  const shared = new Set(texts(read('locales', other)));
  return new Set(texts(read('locales', language)).filter((text) => !shared.has(text)));
}

function load(folder: string, language: 'en' | 'fr'): Words {
  const tree = read(folder, language);
  const plurals = new Intl.PluralRules(language);
  const find = (key: string) =>
    key.split('.').reduce<string | Tree | undefined>(
      (node, part) => (typeof node === 'object' ? node[part] : undefined),
      tree,
    );
  return (key, values = {}) => {
    const count = values['count'];
    const plural = count === undefined ? key : `${key}_${plurals.select(Number(count)) === 'one' ? 'single' : 'several'}`;
    const text = find(plural) ?? find(key);
    if (typeof text !== 'string') throw new Error(`no words for ${key} in ${language}`);
    const filled = text.replace(/\{\{?\s*(\w+)\s*\}?\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`no value for ${name} in ${key}`);
      return String(value);
    });
    // As Playwright reads names and texts: a no-break space is a space.
    return filled.replace(/\s/g, ' ');
  };
}

export const en = load('locales', 'en');
export const fr = load('locales', 'fr');
/** What the server's own pages, and the steps that it asks, say. */
export const server = load('crates/server/locales', 'en');
/** What the test bank's own window says. */
export const bankWords = load('crates/bank/locales', 'en');
const frenchBankWords = load('crates/bank/locales', 'fr');

/** What the bank's window says to somebody who reads the flow in these words. */
export const bankWordsIn = (flow: Words): Words => (flow === fr ? frenchBankWords : bankWords);
