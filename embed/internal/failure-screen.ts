/**
 * Static screens for where the app cannot draw: no WebAssembly, nothing loaded, or a panic.
 *
 * Made by DOM calls, which pass under Trusted Types, with the classes of `style/`.
 */

import { language } from './language';
import type { Stage } from './stage';
import { strings } from './strings';

/** What there is to say. */
export type Screen = 'broken' | 'unsupported' | 'notLoaded' | 'ended' | 'stray';

/** What the person can press. */
export type Choice = 'startAgain' | 'close';

export interface Shown {
  /** What was pressed; stays open where there is nothing to press. */
  chosen: Promise<Choice>;
  /** As if the person had pressed it. */
  choose(choice: Choice): void;
}

/** Shows a screen. The first choice is the one that stands out. */
export function showScreen(stage: Stage, screen: Screen, locale: string, choices: Choice[]): Shown {
  const lang = language(locale);
  const words = strings[lang];
  let choose: (choice: Choice) => void = () => {};
  const chosen = new Promise<Choice>((resolve) => {
    choose = resolve;
  });

  const card = element('section', 'ls-card');
  card.lang = lang;
  card.setAttribute('role', 'alert');
  const title = element('h1', 'ls-title', words[`${screen}Title`]);
  title.tabIndex = -1;
  const said = element('div', 'ls-centered');
  said.append(title, element('p', 'ls-text', words[`${screen}Text`]));
  const body = element('div', 'ls-body');
  // Where nothing can be done, such as at the end, nothing is wrong either.
  if (choices.length) body.append(badge());
  body.append(said);
  const actions = element('div', 'ls-actions');
  choices.forEach((choice, index) => {
    const button = element('button', index ? 'ls-button-quiet' : 'ls-button', words[choice]);
    button.type = 'button';
    button.dataset.choice = choice;
    button.addEventListener('click', () => {
      // One press is enough; what follows may ask the server.
      card.querySelectorAll('button').forEach((each) => (each.disabled = true));
      choose(choice);
    });
    actions.append(button);
  });
  const foot = element('div', 'ls-foot');
  if (choices.length) foot.append(actions);
  const pane = element('div', 'ls-pane');
  pane.append(body, foot);
  // Empty: it keeps the place that the head has on every pane.
  card.append(element('header', 'ls-head'), pane);

  stage.show(card);
  title.focus();
  return { chosen, choose };
}

/** The warning that stands on a pane with a problem too. */
function badge(): HTMLElement {
  const drawn = (name: string, attributes: Record<string, string>) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const icon = drawn('svg', { class: 'ls-icon', viewBox: '0 0 24 24' });
  icon.append(drawn('path', { d: 'M12 4 3.5 19h17zM12 10v4M12 16.6v.2' }));
  const round = element('div', 'ls-badge ls-badge-warn');
  round.append(icon);
  return round;
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className: string,
  text = '',
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
