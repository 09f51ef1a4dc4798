/** `boot.js`: the module that `index.html` loads. The address says which of three ways it is. */

import { startDemo } from './demo';
import { showScreen } from './failure-screen';
import { startFrame } from './frame';
import { startLink } from './link';
import { documentStage } from './stage';
import { applyTheme } from './theme';

const query = new URLSearchParams(location.search);
applyTheme(query.get('theme'));
// Traps are told apart by their stacks, which V8 cuts at ten frames.
if ('stackTraceLimit' in Error) Error.stackTraceLimit = 50;

const start = { '/frame': startFrame, '/link': startLink }[location.pathname] ?? startDemo;
try {
  void start(query);
} catch {
  const shown = showScreen(documentStage('page'), 'notLoaded', query.get('locale') ?? 'auto', ['startAgain']);
  void shown.chosen.then(() => location.reload());
}
