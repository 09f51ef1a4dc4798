/**
 * The log of one flow, to replay it elsewhere (`cargo xtask replay`). The module makes the steps, all
 * of them numbers; they are kept here, so that a panic of the module does not take them along.
 */

import type { Step } from './flow';

const steps: Step[] = [];

/** A new flow begins. */
export function forget(): void {
  steps.length = 0;
}

/** One step more. */
export function note(...step: Step): void {
  steps.push(step);
}

/** The log as a file. */
export function flowLog(): string {
  return JSON.stringify({ flow_log: steps });
}
