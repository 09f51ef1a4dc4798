import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './bundle.mjs';

const { hello, isHello, pageOrigin } = await load('internal/messages.ts', 'internal/frame.ts');

const source = {};
const origin = 'https://flow.example';
const good = { isTrusted: true, source, origin, data: hello('ready') };

test('a hello is taken from one window of one origin only', () => {
  assert.equal(isHello(good, 'ready', source, origin), true);
  assert.equal(isHello(good, 'connect', source, origin), false);
  assert.equal(isHello({ ...good, isTrusted: false }, 'ready', source, origin), false);
  assert.equal(isHello({ ...good, source: {} }, 'ready', source, origin), false);
  assert.equal(isHello({ ...good, source: null }, 'ready', null, origin), false);
  for (const other of [
    'http://flow.example',
    'https://flow.example.evil.test',
    'https://evil-flow.example',
    'https://flow.example:8443',
    'https://flow.example.',
    'https://FLOW.example',
    'null',
    '',
  ]) {
    assert.equal(isHello({ ...good, origin: other }, 'ready', source, origin), false, other);
  }
});

test('a hello has its shape', () => {
  for (const data of [
    undefined,
    null,
    'ready',
    1,
    [],
    {},
    { type: 'ready' },
    { linkspan: 2, type: 'ready' },
    { linkspan: '1', type: 'ready' },
    { linkspan: 1, type: 'result' },
    JSON.parse('{"__proto__": {"linkspan": 1, "type": "ready"}}'),
  ]) {
    assert.equal(isHello({ ...good, data }, 'ready', source, origin), false, JSON.stringify(data));
  }
});

test('the frame answers to an exact http(s) origin only', () => {
  assert.equal(pageOrigin('https://shop.example'), 'https://shop.example');
  assert.equal(pageOrigin('http://localhost:4000'), 'http://localhost:4000');
  for (const bad of [
    null,
    '',
    '*',
    'null',
    'https://shop.example/',
    'https://SHOP.example',
    'https://shop.example/a',
    'https://a@shop.example',
    'https://shop.example:443',
    'ftp://shop.example',
    'javascript:alert(1)',
    'shop.example',
  ]) {
    assert.equal(pageOrigin(bad), undefined, String(bad));
  }
});
