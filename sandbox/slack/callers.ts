import { createHmac } from 'node:crypto';

/** Where a simulated workspace sends presses and events, and the secret with which it signs them. */
export interface SlackReceiver {
  requestUrl: string;
  signingSecret: string;
  /** Default: the machine's clock. */
  now?: () => Date;
}

/** What came back. */
export interface SlackReceived {
  status: number;
  ms: number;
  body: string;
}

/** Posts a body with Slack's signature v0. */
export async function sendSigned(
  { requestUrl, signingSecret, now = () => new Date() }: SlackReceiver,
  body: string,
  headers: Record<string, string>,
): Promise<SlackReceived> {
  const timestamp = String(Math.floor(now().getTime() / 1000));
  const mac = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const began = Date.now();
  const answer = await fetch(requestUrl, {
    method: 'POST',
    headers: { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${mac}`, ...headers },
    body,
    signal: AbortSignal.timeout(3_000),
  });
  return { status: answer.status, body: await answer.text(), ms: Date.now() - began };
}

/** Interactivity: a form with one field. */
export const sendPress = (receiver: SlackReceiver, payload: object) =>
  sendSigned(receiver, new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });

/** Events API: JSON, sent again up to three times until it is answered with 2xx. */
export async function sendEvent(receiver: SlackReceiver, envelope: object): Promise<SlackReceived[]> {
  const received: SlackReceived[] = [];
  for (let attempt = 0; attempt <= 3; attempt += 1) {
    const retry: Record<string, string> =
      attempt === 0 ? {} : { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': 'http_error' };
    const headers = { 'content-type': 'application/json', ...retry };
    const answer = await sendSigned(receiver, JSON.stringify(envelope), headers).catch(
      (): SlackReceived => ({ status: 0, ms: 3_000, body: '' }),
    );
    received.push(answer);
    if (answer.status >= 200 && answer.status < 300) break;
  }
  return received;
}
