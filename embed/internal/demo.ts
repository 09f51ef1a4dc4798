/** The flow's origin opened by itself: development builds (`trunk serve`) offer to try the flow, others say what it is. */

import { showScreen } from './failure-screen';
import { loadFlow, LoadFailure, preloadFlow } from './load-flow';
import { loadWords, preloadWords } from './load-words';
import { watchPanics } from './panic-watch';
import { documentStage } from './stage';

/** Starts the demo page; where it cannot run or dies, the screen offers to load it again. */
export async function startDemo(): Promise<void> {
  preloadFlow();
  preloadWords('auto');
  const stage = documentStage('page');
  const fail = async (screen: 'broken' | 'unsupported' | 'notLoaded'): Promise<void> => {
    const shown = showScreen(stage, screen, 'auto', screen === 'unsupported' ? [] : ['startAgain']);
    await shown.chosen;
    location.reload();
  };
  watchPanics(0, () => void fail('broken'));
  try {
    const [flow, words] = await Promise.all([loadFlow(0), loadWords('auto')]);
    if (flow.startDemo) await flow.startDemo(words);
    else showScreen(stage, 'stray', 'auto', []);
  } catch (error) {
    const kind = error instanceof LoadFailure ? error.kind : 'broken';
    await fail(kind === 'not_loaded' ? 'notLoaded' : kind);
  }
}
