/**
 * Runs the flow so that its end is always told: a module that does not load, that the browser
 * refuses, or that panics, becomes a static screen with a way on and a way out.
 */

import type { LinkspanError } from '../public/contract';
import { complete } from './complete';
import { failed, failure, unexpected } from './result';
import { showScreen, type Choice, type Screen } from './failure-screen';
import type { Flow, FlowOptions, FlowResult } from './flow';
import { loadFlow, LoadFailure } from './load-flow';
import { loadWords } from './load-words';
import { watchPanics } from './panic-watch';
import type { Stage } from './stage';
import { opensWindows } from './windows';

export interface Guarded {
  /** The end. Never rejects. */
  done: Promise<FlowResult>;
  /** The person asks to leave, from outside of the flow. */
  requestClose(): void;
}

type Failed = { screen: Screen; error: LinkspanError };
type End = { result: FlowResult } | Failed | 'left';

const notLoaded = (): LinkspanError =>
  failure('api_connection_error', 'flow_not_loaded', 'The flow did not load.');

const failures = {
  broken: (): Failed => ({ screen: 'broken', error: unexpected() }),
  not_loaded: (): Failed => ({ screen: 'notLoaded', error: notLoaded() }),
  unsupported: (): Failed => ({
    screen: 'unsupported',
    error: failure('api_error', 'browser_unsupported', 'This browser has no WebAssembly that the flow can use.'),
  }),
};

/** Runs the flow to its end, through as many restarts as the person asks for. */
export function guard(given: FlowOptions, stage: Stage): Guarded {
  let leave: () => void = () => {};
  let session: string | undefined;

  async function run(): Promise<FlowResult> {
    for (let attempt = 0; ; attempt++) {
      const end = await once(attempt);
      if (end === 'left') return complete(given, { otherwise: notLoaded() });
      if ('result' in end) return end.result;
      given.onEvent({
        name: 'error',
        metadata: { error_code: end.error.code },
        ...(session ? { financialConnectionsSessionId: session } : {}),
      });
      const choices: Choice[] = end.screen === 'unsupported' ? ['close'] : ['startAgain', 'close'];
      const shown = showScreen(stage, end.screen, given.locale, choices);
      given.onPainted();
      leave = () => shown.choose('close');
      if ((await shown.chosen) === 'close') {
        const result = await complete(given, { error: end.error, otherwise: end.error });
        stage.end();
        return result;
      }
      stage.clear();
    }
  }

  /** One instance, until it ends or dies. What it does after that is not heard. */
  function once(attempt: number): Promise<End> {
    return new Promise((resolve) => {
      let over = false;
      const end = (how: End): void => {
        over = true;
        stop();
        resolve(how);
      };
      const stop = watchPanics(attempt, () => end(failures.broken()));
      const { synchronized, ...rest } = given;
      const options: FlowOptions = {
        ...rest,
        windows: opensWindows(given.mount),
        // A fresh instance asks anew: the session has moved on.
        ...(attempt === 0 && synchronized ? { synchronized } : {}),
        onEvent(event) {
          if (over) return;
          session = event.financialConnectionsSessionId ?? session;
          given.onEvent(event);
        },
        onStep(...step) {
          if (!over) given.onStep(...step);
        },
      };
      const start = async (): Promise<End> => {
        const [flow, words] = await Promise.all([loadFlow(attempt), loadWords(given.locale)]);
        if (over) return 'left';
        leave = () => ask(flow, () => end(failures.broken()));
        return { result: await flow.collectFinancialConnectionsAccounts({ ...options, words }) };
      };
      leave = () => end('left');
      start().then(end, (error: unknown) =>
        end(error instanceof LoadFailure ? failures[error.kind]() : failures.broken()),
      );
    });
  }

  const done = run().catch(() => failed(unexpected()));
  return { done, requestClose: () => leave() };
}

function ask(flow: Flow, broken: () => void): void {
  try {
    flow.requestClose();
  } catch {
    broken();
  }
}
