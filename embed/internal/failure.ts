/** The errors that the browser side itself resolves with. */

import type { CollectResult, KnownErrorCode, LinkspanError, LinkspanErrorType } from '../public/contract';

/** An error of the documented shape. */
export function failure(
  type: LinkspanErrorType,
  code: KnownErrorCode,
  message: string,
  param?: string,
): LinkspanError {
  return param ? { type, code, message, param } : { type, code, message };
}

/** An argument is wrong; nothing was sent. */
export function invalid(code: KnownErrorCode, param: string, message: string): LinkspanError {
  return failure('validation_error', code, message, param);
}

/** What the promise resolves with when there is no session to give. */
export function failed(error: LinkspanError): CollectResult {
  return { financialConnectionsSession: undefined, error };
}

/** The flow broke. */
export function unexpected(): LinkspanError {
  return failure('api_error', 'unexpected_error', 'The flow failed unexpectedly.');
}
