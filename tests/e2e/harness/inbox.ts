import { expect } from '@playwright/test';

import type { Api } from './api.ts';

export interface Message {
  channel: 'email' | 'sms';
  recipient: string;
  subject: string;
  body: string;
}

/** What the sandbox would have sent to somebody, the newest first. */
export async function messages(api: Api, recipient: string): Promise<Message[]> {
  const query = new URLSearchParams({ recipient });
  const path = `/v1/test_helpers/financial_connections/inbox?${query}`;
  return (await api.request<{ data: Message[] }>('GET', path)).data;
}

/** The code in the newest message to somebody. */
export async function code(api: Api, recipient: string): Promise<string> {
  const [newest] = await messages(api, recipient);
  const digits = /\b\d{6}\b/.exec(newest?.body ?? '');
  expect(digits, `a code for ${recipient}`).not.toBeNull();
  return digits?.[0] ?? '';
}
