import assert from 'node:assert/strict';
import { test } from 'node:test';

import { load } from './bundle.mjs';

const { opensWindows } = await load('internal/windows.ts');

const chrome = (more = '') =>
  `Mozilla/5.0 (Linux; Android 14; Pixel 8${more}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36`;
const apple = (rest) => `Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ${rest}`;
const phone = (query) => query.includes('coarse');
const desk = () => false;

test('web views of apps open no windows', () => {
  for (const agent of [
    chrome('; wv'),
    apple('Mobile/15E148'),
    apple('Mobile/15E148 [FBAN/FBIOS;FBAV/400]'),
    `${chrome()} Instagram 300.0`,
    `${apple('Version/18.0 Mobile/15E148 Safari/604.1')} Line/14.0`,
  ]) {
    for (const mount of ['frame', 'dialog', 'page']) assert.equal(opensWindows(mount, agent, desk), false, agent);
  }
});

test('browsers do, but for a page of the flow on a phone', () => {
  const safari = apple('Version/18.0 Mobile/15E148 Safari/604.1');
  for (const agent of [chrome(), safari]) {
    assert.equal(opensWindows('frame', agent, phone), true);
    assert.equal(opensWindows('page', agent, desk), true);
    assert.equal(opensWindows('page', agent, phone), false);
  }
});

test('an installed app has one window', () => {
  assert.equal(opensWindows('page', chrome(), (query) => query.includes('standalone')), false);
});
