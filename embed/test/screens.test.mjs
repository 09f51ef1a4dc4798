import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './bundle.mjs';

const { strings, language, returnAddress, concerns } = await load(
  'internal/strings.ts',
  'internal/language.ts',
  'internal/link.ts',
  'internal/panic-watch.ts',
);

test('every sentence is there in every language, and not the same one', () => {
  assert.deepEqual(Object.keys(strings).sort(), ['en', 'fr']);
  const names = Object.keys(strings.en).sort();
  assert.deepEqual(Object.keys(strings.fr).sort(), names);
  for (const name of names) {
    assert.ok(strings.en[name].trim() && strings.fr[name].trim(), name);
    assert.notEqual(strings.en[name], strings.fr[name], name);
  }
});

test('a language tag picks its language, the others English', () => {
  assert.deepEqual(['fr', 'fr-CA', 'FR', 'en', 'de', 'frr', ''].map(language), [
    'fr',
    'fr',
    'fr',
    'en',
    'en',
    'en',
    'en',
  ]);
});

test('the full page returns to addresses of the web only', () => {
  assert.equal(returnAddress('https://shop.example/back?a=1'), 'https://shop.example/back?a=1');
  for (const bad of [undefined, '', '/back', '//evil.test', 'javascript:alert(1)', 'data:text/html,a', 'java\tscript:a']) {
    assert.equal(returnAddress(bad), undefined, String(bad));
  }
});

test('a sign of death belongs to the instance that its stack names', () => {
  const first = 'Error\n at onPanic (https://f/boot.js:1:1)\n at x (https://f/linkspan_flow.js:9:1)';
  const third = first.replace('linkspan_flow.js', 'linkspan_flow.js?restart=2');
  assert.equal(concerns(first, 0), true);
  assert.equal(concerns(first, 2), false);
  assert.equal(concerns(third, 2), true);
  assert.equal(concerns(third, 0), false);
  assert.equal(concerns('Error\n at somewhere', 5), true);
  assert.equal(concerns(undefined, 5), true);
});
