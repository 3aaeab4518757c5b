import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../adapters/clock.ts';
import type { WebhookSource } from '../contracts/server-configuration.ts';

/** Answers whether a request really comes from its source; the body is the raw one, before any parser saw it. */
export type Verify = (headers: IncomingHttpHeaders, body: Buffer, asked?: RequestLine) => boolean;

/** What was asked for: some schemes sign it too. */
export interface RequestLine {
  method: string;
  /** Path and query as they came. */
  path: string;
}

/** Tolerance of the Standard Webhooks reference libraries, both ways. */
const MOST_SECONDS = 300;

/**
 * The check of one source, with one or two active secrets (rotation). `shared_secret`: a header that the sender repeats,
 * for vendors that cannot sign; it says who sent, not what, so such a body is only a hint. `hmac_sha256`: over the body alone.
 * @param publicUrl where the sender reaches us, for a scheme that signs the address; never taken from the request, which a proxy rewrites.
 */
export function verifierOf(source: WebhookSource, now: Clock, publicUrl = ''): Verify {
  if (source.scheme === 'hubspot_v3') return hubspotVerifier(source.secrets, now, publicUrl);
  if (source.scheme === 'slack_v0') return slackVerifier(source.secrets, now);
  if (source.scheme === 'standard') return standardVerifier(source.secrets, now);
  if (source.scheme === 'hmac_sha256') return bodyVerifier(source.secrets, source.header);
  const expected = source.secrets.map(digest);
  return (headers) => {
    const given = headers[source.header];
    return typeof given === 'string' && expected.some((each) => timingSafeEqual(each, digest(given)));
  };
}

/**
 * Standard Webhooks 1.0.0, symmetric: HMAC-SHA256 over `id.timestamp.body`. Over the bytes themselves: the reference library
 * decodes them to text first, so that a body that is no UTF-8 verifies as another one than was sent.
 */
function standardVerifier(secrets: readonly string[], now: Clock): Verify {
  const keys = secrets.map((secret) => Buffer.from(secret.slice('whsec_'.length), 'base64'));
  return (headers, body) => {
    const id = headers['webhook-id'];
    const timestamp = headers['webhook-timestamp'];
    const signatures = headers['webhook-signature'];
    if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string')
      return false;
    if (!/^\d{1,12}$/.test(timestamp)) return false;
    if (Math.abs(Math.floor(now().getTime() / 1_000) - Number(timestamp)) > MOST_SECONDS) return false;
    const given = signatures
      .split(' ')
      .filter((each) => each.startsWith('v1,'))
      .map((each) => Buffer.from(each.slice('v1,'.length), 'base64'));
    return keys.some((key) => {
      const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
      return given.some((each) => each.length === expected.length && timingSafeEqual(each, expected));
    });
  };
}

/**
 * HMAC-SHA256 over the body alone, in hex, with or without `sha256=` before it. It names no moment, so a delivery can be sent
 * again for ever: such a body, too, is only a hint to read the record, and an old one changes nothing.
 */
function bodyVerifier(secrets: readonly string[], header: string): Verify {
  return (headers, body) => {
    const hex = /^(?:sha256=)?([0-9a-f]{64})$/i.exec(String(headers[header] ?? ''))?.[1];
    if (hex === undefined) return false;
    const given = Buffer.from(hex, 'hex');
    return secrets.some((secret) =>
      timingSafeEqual(createHmac('sha256', secret).update(body).digest(), given),
    );
  };
}

/** HubSpot decodes these before it signs. Source: "Validating requests", signature v3. */
const DECODED = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi;

/**
 * HubSpot's signature v3: HMAC-SHA256 over method, address, body and timestamp, in base64. HubSpot refuses what is older than five
 * minutes; what comes from later than that is refused here too.
 */
function hubspotVerifier(secrets: readonly string[], now: Clock, publicUrl: string): Verify {
  const base = publicUrl.replace(/(?<!\/)\/+$/, '');
  return (headers, body, asked) => {
    const signature = headers['x-hubspot-signature-v3'];
    const timestamp = headers['x-hubspot-request-timestamp'];
    if (typeof signature !== 'string' || typeof timestamp !== 'string' || !asked) return false;
    if (!/^\d{1,15}$/.test(timestamp)) return false;
    if (Math.abs(now().getTime() - Number(timestamp)) > MOST_SECONDS * 1_000) return false;
    const given = Buffer.from(signature, 'base64');
    const address = `${base}${asked.path}`.replace(DECODED, decodeURIComponent);
    return secrets.some((secret) => {
      const mac = createHmac('sha256', secret).update(`${asked.method}${address}`).update(body);
      const expected = mac.update(timestamp).digest();
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  };
}

/**
 * Slack's signature v0: HMAC-SHA256 over `v0:timestamp:body`, in hex. Slack says to refuse what is older than five minutes; what
 * comes from later than that is refused here too.
 */
function slackVerifier(secrets: readonly string[], now: Clock): Verify {
  return (headers, body) => {
    const timestamp = headers['x-slack-request-timestamp'];
    const hex = /^v0=([0-9a-f]{64})$/.exec(String(headers['x-slack-signature'] ?? ''))?.[1];
    if (typeof timestamp !== 'string' || hex === undefined) return false;
    if (!/^\d{1,12}$/.test(timestamp)) return false;
    if (Math.abs(Math.floor(now().getTime() / 1_000) - Number(timestamp)) > MOST_SECONDS) return false;
    const given = Buffer.from(hex, 'hex');
    return secrets.some((secret) =>
      timingSafeEqual(createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest(), given),
    );
  };
}

/** Secrets of any length compare as digests of equal length. */
export function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
