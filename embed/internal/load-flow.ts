/** Loads the WebAssembly module. Nothing else knows how. */

import type { Flow } from './flow';

type Glue = Flow & { default(options: { module_or_path: WebAssembly.Module }): Promise<unknown> };

/** Why the module is not there. */
export class LoadFailure extends Error {
  constructor(
    readonly kind: 'unsupported' | 'not_loaded',
    cause?: unknown,
  ) {
    super(kind, { cause });
  }
}

/** So long nothing may arrive, in milliseconds: what hangs has to end in a screen with a way on. */
export const PATIENCE = 15_000;
/** So long the module may take, once it began to arrive. */
const MODULE_PATIENCE = 60_000;

const glueAddress = (attempt: number): string =>
  new URL(attempt ? `linkspan_flow.js?restart=${attempt}` : 'linkspan_flow.js', import.meta.url).href;

/** Compiled once: a restart makes a new instance of the same module. */
let compiled: Promise<WebAssembly.Module> | undefined;
let firstGlue: Promise<Glue> | undefined;

/** Begins to load, so that what follows goes on in parallel. */
export function preloadFlow(): void {
  if (typeof WebAssembly !== 'object') return;
  compiled ??= compile();
  firstGlue ??= loadGlue(0);
  // Whoever waits for them sees the failure; until then it is not "unhandled".
  compiled.catch(() => {});
  firstGlue.catch(() => {});
}

/** A fresh instance. Attempt 0 is the first; each later one leaves the dead ones behind. */
export async function loadFlow(attempt: number): Promise<Flow> {
  if (typeof WebAssembly !== 'object') throw new LoadFailure('unsupported');
  preloadFlow();
  try {
    const [glue, module] = await Promise.all([attempt ? loadGlue(attempt) : firstGlue!, compiled!]);
    await glue.default({ module_or_path: module });
    return glue;
  } catch (error) {
    // What failed is asked for again next time.
    compiled = undefined;
    // A module that arrived and is refused: the browser is too old, or told not to.
    const refused = error instanceof WebAssembly.CompileError || error instanceof WebAssembly.LinkError;
    throw new LoadFailure(refused ? 'unsupported' : 'not_loaded', error);
  }
}

function loadGlue(attempt: number): Promise<Glue> {
  // An import cannot be called off.
  const late = new Promise<never>((_, reject) => setTimeout(reject, PATIENCE));
  return Promise.race([import(glueAddress(attempt)) as Promise<Glue>, late]);
}

async function compile(): Promise<WebAssembly.Module> {
  // Called off when it is late: the next request for the same address would wait for it.
  const stop = new AbortController();
  const late = (): void => stop.abort();
  const timer = setTimeout(late, PATIENCE);
  const response = await fetch(new URL('linkspan_flow_bg.wasm', import.meta.url), { signal: stop.signal });
  clearTimeout(timer);
  setTimeout(late, MODULE_PATIENCE);
  if (!response.ok) throw new Error(`status ${response.status}`);
  // Streaming refuses any other media type; a plain file server may not know this one.
  return response.headers.get('content-type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
