import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './bundle.mjs';

const { checkRequest, checkSettings, isError } = await load('internal/page/arguments.ts');

const SCRIPT = 'https://flow.example';
const SECRET = 'fcsess_client_secret_KRJTKvCY3IKoYTrW18EazcO3';

const fails = (checked, code, param) => {
  assert.ok(isError(checked), `accepted: ${JSON.stringify(checked)}`);
  assert.equal(checked.type, 'validation_error');
  assert.equal(checked.code, code);
  assert.equal(checked.param, param);
  assert.ok(checked.message.length > 10);
  return checked;
};

test('a good key with nothing else takes the script’s origin and the defaults', () => {
  assert.deepEqual(checkSettings(' pk_test_abc1 ', undefined, SCRIPT), {
    key: 'pk_test_abc1',
    flowOrigin: SCRIPT,
    locale: 'auto',
    theme: 'auto',
  });
});

test('options are taken as given, others are ignored', () => {
  const options = {
    flowOrigin: 'http://localhost:8080/',
    locale: 'fr-CA',
    appearance: { theme: 'dark' },
    apiVersion: 'x',
  };
  assert.deepEqual(checkSettings('pk_live_a', options, undefined), {
    key: 'pk_live_a',
    flowOrigin: 'http://localhost:8080',
    locale: 'fr-CA',
    theme: 'dark',
  });
});

test('a key of the wrong kind is named and never repeated', () => {
  for (const key of ['sk_test_verysecret', 'rk_live_verysecret', ' sk_live_verysecret']) {
    const error = fails(checkSettings(key, {}, SCRIPT), 'secret_key_in_page', 'publishableKey');
    assert.ok(!JSON.stringify(error).includes('verysecret'));
  }
  fails(checkSettings(undefined, {}, SCRIPT), 'parameter_missing', 'publishableKey');
  fails(checkSettings('  ', {}, SCRIPT), 'parameter_invalid_empty', 'publishableKey');
  fails(checkSettings(42, {}, SCRIPT), 'parameter_invalid', 'publishableKey');
  for (const key of ['pk_', 'pk_test_', 'acct_1', 'pk_test_a b', 'pk_test_a&origin=x']) {
    fails(checkSettings(key, {}, SCRIPT), 'parameter_invalid', 'publishableKey');
  }
});

test('an origin is an origin', () => {
  for (const flowOrigin of [
    '*',
    'null',
    '',
    'flow.example',
    'https://flow.example/path',
    'https://flow.example/?a',
    'https://flow.example/#a',
    'https://user@flow.example',
    'javascript:alert(1)',
    'file:///a',
    7,
    {},
  ]) {
    fails(checkSettings('pk_test_a', { flowOrigin }, SCRIPT), 'parameter_invalid', 'flowOrigin');
  }
  fails(checkSettings('pk_test_a', {}, undefined), 'parameter_missing', 'flowOrigin');
});

test('the other options are checked by name', () => {
  fails(checkSettings('pk_test_a', 'fr', SCRIPT), 'parameter_invalid', 'options');
  fails(checkSettings('pk_test_a', { locale: 1 }, SCRIPT), 'parameter_invalid', 'locale');
  for (const appearance of ['dark', { theme: 'sepia' }, { theme: 1 }]) {
    fails(checkSettings('pk_test_a', { appearance }, SCRIPT), 'parameter_invalid', 'appearance.theme');
  }
});

test('a client secret has its form, and its value is never repeated', () => {
  assert.deepEqual(checkRequest({ clientSecret: ` ${SECRET}\n` }), { clientSecret: SECRET, onEvent: undefined });
  fails(checkRequest(), 'parameter_invalid', 'options');
  fails(checkRequest(SECRET), 'parameter_invalid', 'options');
  fails(checkRequest({}), 'parameter_missing', 'clientSecret');
  fails(checkRequest({ clientSecret: null }), 'parameter_missing', 'clientSecret');
  fails(checkRequest({ clientSecret: ' ' }), 'parameter_invalid_empty', 'clientSecret');
  for (const clientSecret of [
    'fcsess_client_secret_short',
    'fcsess_client_secret_!!!!!!!!!!!!!!!!!!!!!!!!',
    `${SECRET} ${SECRET}`,
    'sk_test_TOPSECRETTOPSECRETTOPSECRET',
    ['a'],
  ]) {
    const error = fails(checkRequest({ clientSecret }), 'parameter_invalid', 'clientSecret');
    assert.ok(!/short|!!|TOPSECRET|KRJT/.test(JSON.stringify(error)));
  }
});

test('the secret of another kind of object is told apart from a malformed one', () => {
  const other = checkRequest({ clientSecret: 'pi_123_secret_abcdefghijklmnopqrstuvwx' });
  assert.match(fails(other, 'parameter_invalid', 'clientSecret').message, /another kind/);
  const malformed = checkRequest({ clientSecret: 'fcsess_client_secret_short' });
  assert.doesNotMatch(malformed.message, /another kind/);
});

test('onEvent is a function or absent', () => {
  const onEvent = () => {};
  assert.equal(checkRequest({ clientSecret: SECRET, onEvent }).onEvent, onEvent);
  assert.equal(checkRequest({ clientSecret: SECRET, onEvent: null }).onEvent, undefined);
  fails(checkRequest({ clientSecret: SECRET, onEvent: 'log' }), 'parameter_invalid', 'onEvent');
});
