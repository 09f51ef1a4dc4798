/**
 * What is seen until the frame can draw itself: a plain card, a moving bar, and a way out.
 *
 * Drawn with DOM calls and CSSOM only, so that it needs neither `style-src` nor a Trusted Types
 * policy of the page.
 */

import { css } from './css';
import type { Words } from './words';

/** Draws the card; `close` is called by its button. */
export function connectingCard(words: Words, dark: boolean, close: () => void): HTMLElement {
  const [surface, ink, line, accent] = dark
    ? ['#141b26', '#b3bfce', '#2a3545', '#6cc7d6']
    : ['#fff', '#47556b', '#dfe4eb', '#0f5c6e'];
  const still = matchMedia('(prefers-reduced-motion:reduce)').matches;
  const small = matchMedia('(max-width:500px),(max-height:480px)').matches;

  const card = css(
    document.createElement('div'),
    // The place and size of the flow's own card, which takes over.
    `position:absolute;background:${surface};overflow:hidden;${
      small
        ? 'inset:20px 0 0;border-radius:20px 20px 0 0;'
        : 'inset:0;margin:auto;width:424px;height:min(720px,calc(100% - 32px));border-radius:20px;'
    }`,
  );
  card.setAttribute('role', 'status');

  const track = css(
    document.createElement('div'),
    `position:absolute;top:50%;left:50%;width:120px;height:3px;margin:-1px 0 0 -60px;border-radius:2px;overflow:hidden;background:${line};`,
  );
  const bar = css(
    document.createElement('div'),
    `display:block;width:${still ? '100%' : '40%'};height:100%;border-radius:2px;background:${accent};`,
  );
  track.append(bar);

  const label = css(
    document.createElement('span'),
    'position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;',
  );
  label.textContent = words.loading;

  const button = css(
    document.createElement('button'),
    `position:absolute;top:8px;right:8px;width:44px;height:44px;border-radius:12px;cursor:pointer;color:${ink};`,
  );
  button.type = 'button';
  button.setAttribute('aria-label', words.close);
  button.addEventListener('click', close);
  const ring = (shown: boolean) => () => {
    button.style.setProperty('outline', shown ? `2px solid ${accent}` : 'none', 'important');
  };
  button.addEventListener('focus', () => button.matches(':focus-visible') && ring(true)());
  button.addEventListener('blur', ring(false));
  for (const turn of [45, -45]) {
    button.append(
      css(
        document.createElement('span'),
        `position:absolute;top:21px;left:14px;width:16px;height:2px;border-radius:1px;background:${ink};transform:rotate(${turn}deg);`,
      ),
    );
  }

  card.append(track, label, button);
  // A frame that is quick is never preceded by a flash of this card.
  card.animate({ opacity: [0, 0, 1] }, { duration: 200 });
  if (!still) {
    bar.animate(
      { transform: ['translateX(-100%)', 'translateX(250%)'] },
      { duration: 1400, iterations: Infinity, easing: 'ease-in-out' },
    );
  }
  return card;
}
