/**
 * Checks what a page gives, before anything is opened or sent.
 *
 * No message repeats a value: a secret key or a client secret in the wrong place must not reach a
 * log through its own error.
 */

import type { HostEvent, LinkspanError, Theme } from '../../public/contract';
import { invalid } from '../result';

/** What `Linkspan(publishableKey, options)` was given, checked. */
export interface Settings {
  key: string;
  flowOrigin: string;
  locale: string;
  theme: Theme;
}

/** What `collectFinancialConnectionsAccounts(options)` was given, checked. */
export interface Request {
  clientSecret: string;
  onEvent: ((event: HostEvent) => void) | undefined;
}

// Taken when the script loads: what a page patches later does not change the checks.
const { URL } = window;

type Checked<T> = T | LinkspanError;

/** Whether a check failed. */
export function isError(checked: object): checked is LinkspanError {
  return 'code' in checked;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The text without white space around it, or what is wrong with it. */
function text(value: unknown, param: string): Checked<{ text: string }> {
  if (value === undefined || value === null) {
    return invalid('parameter_missing', param, `${param} is missing.`);
  }
  if (typeof value !== 'string') {
    return invalid('parameter_invalid', param, `${param} has to be a string.`);
  }
  const trimmed = value.trim();
  return trimmed ? { text: trimmed } : invalid('parameter_invalid_empty', param, `${param} is empty.`);
}

/** Checks the kind of key. Whether it opens anything is for the server to say. */
export function checkKey(value: unknown): Checked<{ text: string }> {
  const param = 'publishableKey';
  const key = text(value, param);
  if (isError(key)) return key;
  if (/^[sr]k_/.test(key.text)) {
    return invalid(
      'secret_key_in_page',
      param,
      'This is a secret key. Whoever opens the page can read it: roll it, and use the key that begins with pk_.',
    );
  }
  return /^pk_(test|live)_\w+$/.test(key.text)
    ? key
    : invalid('parameter_invalid', param, `${param} has to begin with pk_test_ or pk_live_.`);
}

/** An origin as browsers write it, or nothing. Takes a final slash, but no path and no query. */
function origin(value: unknown): string | undefined {
  try {
    const url = new URL(value as string);
    const exact = url.href === `${url.origin}/` && /^https?:$/.test(url.protocol);
    return exact ? url.origin : undefined;
  } catch {
    return undefined;
  }
}

/** Checks the arguments of `Linkspan`. `scriptOrigin` is where the script itself came from. */
export function checkSettings(
  publishableKey: unknown,
  options: unknown,
  scriptOrigin: string | undefined,
): Checked<Settings> {
  const key = checkKey(publishableKey);
  if (isError(key)) return key;
  const given = options ?? {};
  if (!isObject(given)) return invalid('parameter_invalid', 'options', 'options has to be an object.');
  const flowOrigin = origin(given.flowOrigin ?? scriptOrigin);
  if (!flowOrigin) {
    return invalid(
      given.flowOrigin === undefined ? 'parameter_missing' : 'parameter_invalid',
      'flowOrigin',
      'flowOrigin has to be the http(s) origin that serves the flow, without a path.',
    );
  }
  const locale = given.locale ?? 'auto';
  if (typeof locale !== 'string') {
    return invalid('parameter_invalid', 'locale', 'locale has to be a language tag or "auto".');
  }
  const appearance = given.appearance ?? {};
  const theme = isObject(appearance) ? (appearance.theme ?? 'auto') : undefined;
  if (theme !== 'auto' && theme !== 'light' && theme !== 'dark') {
    return invalid('parameter_invalid', 'appearance.theme', 'appearance.theme has to be auto, light or dark.');
  }
  return { key: key.text, flowOrigin, locale: locale || 'auto', theme };
}

/** Checks the arguments of `collectFinancialConnectionsAccounts`. */
export function checkRequest(options: unknown): Checked<Request> {
  if (!isObject(options)) {
    return invalid('parameter_invalid', 'options', 'options has to be an object with a clientSecret.');
  }
  const param = 'clientSecret';
  const secret = text(options.clientSecret, param);
  if (isError(secret)) return secret;
  if (!/^fcsess_client_secret_[A-Za-z0-9]{24,}$/.test(secret.text)) {
    return invalid(
      'parameter_invalid',
      param,
      /^(\w+_)?secret_|_secret_/.test(secret.text) && !secret.text.startsWith('fcsess_')
        ? `${param} is that of another kind of object: a Financial Connections session's begins with fcsess_client_secret_.`
        : `${param} is not of the form that a Financial Connections session has (fcsess_client_secret_…).`,
    );
  }
  const { onEvent } = options;
  if (onEvent !== undefined && onEvent !== null && typeof onEvent !== 'function') {
    return invalid('parameter_invalid', 'onEvent', 'onEvent has to be a function.');
  }
  return { clientSecret: secret.text, onEvent: (onEvent as Request['onEvent']) ?? undefined };
}
