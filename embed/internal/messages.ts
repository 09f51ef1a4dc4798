/**
 * The messages between the page and the frame, as `linkspan_wire::host` describes them.
 *
 * Before the port there are two window messages, `ready` and `connect`, without any secret; all
 * else travels over the port.
 */

import type { BankAccountTokenResult, HostEvent, Theme } from '../public/contract';
import type { Step } from './flow';

/** Version of the messages. */
export const PROTOCOL = 1;

/** Page → frame, over the port. */
export type PageMessage =
  | {
      type: 'collect';
      publishable_key: string;
      client_secret: string;
      locale: string;
      theme: Theme;
      /** The result is to have the token of the account that is linked. */
      bank_account_token: boolean;
    }
  | { type: 'close' };

/** Frame → page, over the port. */
export type FrameMessage =
  | { type: 'painted' }
  | { type: 'step'; step: Step }
  | { type: 'event'; event: HostEvent }
  | { type: 'result'; result: BankAccountTokenResult };

/** A window message of the handshake. */
export function hello(type: 'ready' | 'connect'): { linkspan: number; type: string } {
  return { linkspan: PROTOCOL, type };
}

/**
 * Whether a window message is the hello that is waited for: sent by a browser and not by a script
 * of this window, by just that window, from just that origin, and of the right shape.
 */
export function isHello(
  event: Pick<MessageEvent, 'isTrusted' | 'source' | 'origin' | 'data'>,
  type: 'ready' | 'connect',
  source: MessageEventSource | null,
  origin: string,
): boolean {
  const { data } = event;
  return (
    event.isTrusted &&
    source !== null &&
    event.source === source &&
    event.origin === origin &&
    typeof data === 'object' &&
    data !== null &&
    data.linkspan === PROTOCOL &&
    data.type === type
  );
}
