/** What the WebAssembly module exports: `src/lib.rs`. */

import type { CollectResult, HostEvent, Theme } from '../public/contract';

/** How the flow is put on screen. */
export type Mount = 'frame' | 'page' | 'dialog';

/** One step of the flow for its log: event, request, facts, place (`linkspan_machine::log`). */
export type Step = [number, number, number, number];

/** Options of the exported collect function. */
export interface FlowOptions {
  /** Absent in the full-page flow, where a cookie names the session. */
  publishableKey?: string;
  clientSecret?: string;
  /** Which full page it is, and so which cookie. */
  page?: string;
  locale: string;
  /** The text of a file of words; the guard gives it. */
  words?: string;
  theme: Theme;
  flowOrigin?: string;
  mount: Mount;
  /** False where a window of the bank cannot be opened, or not found back from. */
  windows?: boolean;
  /** The answer to the flow's first request, when that was sent while the module was loading. */
  synchronized?: Promise<Response>;
  onEvent(event: HostEvent): void;
  /** Something is painted that has its own way out. */
  onPainted(): void;
  /** A step is about to be taken, or was the last. */
  onStep(...step: Step): void;
}

/** The result, and for the full page where to go with it. */
export type FlowResult = CollectResult & { returnUrl?: string | undefined };

/** The module's JavaScript side. */
export interface Flow {
  collectFinancialConnectionsAccounts(options: FlowOptions): Promise<FlowResult>;
  /** The person asks to leave; the flow confirms first where something would be lost. */
  requestClose(): void;
  /** The page that offers to try the flow; development builds only. */
  startDemo?(words: string): void | Promise<void>;
}

/** Sent by the module's panic hook, before it traps. */
export const PANIC = 'linkspan:panic';
