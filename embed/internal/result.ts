/** What the promise resolves with, and the errors that the browser side itself makes. */

import type {
  BankAccountToken,
  BankAccountTokenResult,
  FinancialConnectionsSession,
  KnownErrorCode,
  LinkspanError,
  LinkspanErrorType,
} from '../public/contract';

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

/** The flow broke. */
export function unexpected(): LinkspanError {
  return failure('api_error', 'unexpected_error', 'The flow failed unexpectedly.');
}

/** A flow is open already. */
export function alreadyOpen(): LinkspanError {
  return failure('invalid_request_error', 'flow_already_open', 'A flow is open on this page already.');
}

/** What the promise resolves with when there is no session to give. */
export function failed(error: LinkspanError): BankAccountTokenResult & { error: LinkspanError } {
  return { financialConnectionsSession: undefined, error };
}

/** An error as the server or the module gave it, where any field but `type` may be absent. */
export type LooseError = Partial<Record<keyof LinkspanError, unknown>>;

/** Just the documented fields of what another side gave, all that are required among them. */
export function plain(given: {
  financialConnectionsSession?: FinancialConnectionsSession | undefined;
  token?: BankAccountToken | undefined;
  error?: LooseError | undefined;
}): BankAccountTokenResult {
  const { financialConnectionsSession: session, token } = given;
  if (session) return { financialConnectionsSession: session, ...(token && { token }) };
  const { type, code, message, param } = { ...unexpected(), ...given.error };
  return failed(
    failure(
      type as LinkspanErrorType,
      code as KnownErrorCode,
      message as string,
      param as string | undefined,
    ),
  );
}
