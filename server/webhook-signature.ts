import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import type { WebhookSource } from '../contracts/server-configuration.ts';

/** Answers whether a request really comes from its source; the body is the raw one, before any parser saw it. */
export type Verify = (headers: IncomingHttpHeaders, body: Buffer) => boolean;

/**
 * The check of one source, with one or two active secrets (rotation). Standard Webhooks: HMAC over id, timestamp and
 * body, ±5 minutes both ways, compared in constant time. `shared_secret`: a header that the sender repeats, for vendors
 * that cannot sign; it says who sent, not what, so such a body is only a hint.
 */
export function verifierOf(source: WebhookSource): Verify {
  if (source.scheme === 'shared_secret') {
    const expected = source.secrets.map(digest);
    return (headers) => {
      const given = headers[source.header];
      return typeof given === 'string' && expected.some((each) => timingSafeEqual(each, digest(given)));
    };
  }
  const webhooks = source.secrets.map((secret) => new Webhook(secret));
  return (headers, body) => {
    const signed = {
      'webhook-id': one(headers['webhook-id']),
      'webhook-timestamp': one(headers['webhook-timestamp']),
      'webhook-signature': one(headers['webhook-signature']),
    };
    return webhooks.some((webhook) => {
      try {
        webhook.verify(body, signed, { jsonParse: false });
        return true;
      } catch {
        return false;
      }
    });
  };
}

/** Secrets of any length compare as digests of equal length. */
export function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function one(header: string | string[] | undefined): string {
  return typeof header === 'string' ? header : '';
}
