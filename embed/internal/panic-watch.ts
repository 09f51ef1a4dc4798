/**
 * Notices that an instance of the module is dead.
 *
 * A panic is announced by the module's hook; other traps (stack overflow, a bad access) are seen
 * only as an uncaught `RuntimeError`. Dead instances may go on firing timers and trap again, so a
 * sign of an earlier attempt is not one of the present.
 */

import { PANIC } from './flow';

/** Calls `dead` once, at the first sign that this attempt is over; the answer stops watching. */
export function watchPanics(attempt: number, dead: () => void): () => void {
  const stop = (): void => {
    removeEventListener(PANIC, onPanic);
    removeEventListener('error', onError);
    removeEventListener('unhandledrejection', onRejection);
  };
  const died = (): void => {
    stop();
    dead();
  };
  const onPanic = (): void => {
    // The event is dispatched from within the module, so the stack says which instance it is.
    if (concerns(new Error().stack, attempt)) died();
  };
  const onError = ({ error }: ErrorEvent): void => {
    if (isTrap(error, attempt)) died();
  };
  const onRejection = ({ reason }: PromiseRejectionEvent): void => {
    if (isTrap(reason, attempt)) died();
  };
  addEventListener(PANIC, onPanic);
  addEventListener('error', onError);
  addEventListener('unhandledrejection', onRejection);
  return stop;
}

/** A trap of our module; a page may run other WebAssembly beside it. */
export function isTrap(error: unknown, attempt: number): boolean {
  return (
    error instanceof WebAssembly.RuntimeError &&
    /linkspan_flow/.test(error.stack ?? '') &&
    concerns(error.stack, attempt)
  );
}

/** Whether a stack is this attempt's. One that does not say is taken to be. */
export function concerns(stack: string | undefined, attempt: number): boolean {
  const glue = /linkspan_flow\.js(?:\?restart=(\d+))?/.exec(stack ?? '');
  return !glue || Number(glue[1] ?? 0) === attempt;
}
