import { domainToASCII } from 'node:url';
import { addressParser, type Email } from 'postal-mime';
import { mailboxOf } from './address.ts';

/** No header line of a server is longer. */
const MOST_RESULT = 5_000;

/** Among the names of servers it stands for Exchange Online, which writes its result without a name. */
export const EXCHANGE_ONLINE = 'exchange-online';

/**
 * Whether the server that received a mail vouches for the domain of its sender: DMARC passed for the domain of the one From address
 * (RFC 8601, RFC 7489). Only the topmost result counts that names one of our servers: it writes above everything that came in, so what a
 * sender wrote under its name stands below. ARC says what servers on the way have seen, and is not believed.
 * A result without a name is Exchange Online's where it is the topmost of all, and every server that had the mail since is one of theirs.
 * @param mail as that server handed it over: anywhere else anybody could have written these lines
 * @param servers names (authserv-id) of servers whose results are believed, or EXCHANGE_ONLINE; none: nobody is proved
 */
export function isSenderProved({ headers }: Pick<Email, 'headers'>, servers: readonly string[]): boolean {
  const domain = senderDomain(headers);
  if (domain === null) return false;
  const ours = new Set(servers.map((one) => one.toLowerCase()));
  let topmost = true;
  for (const [at, { key, value }] of headers.entries()) {
    if (key !== 'authentication-results') continue;
    const all = statements(value.slice(0, MOST_RESULT));
    const [server = '', ...results] = all;
    const isExchanges =
      topmost && ours.has(EXCHANGE_ONLINE) && isNameless(server) && isWithinExchange(headers, at);
    if (isExchanges) return all.some((one) => passes(one, domain));
    topmost = false;
    const id = /^"?([^\s"]{1,253})"?(?:\s+\d+)?$/.exec(server.trim())?.[1]?.toLowerCase() ?? '';
    if (ours.has(id)) return results.some((one) => passes(one, domain));
  }
  return false;
}

/** It begins with a result where a server's name should stand. */
function isNameless(statement: string): boolean {
  return /^\s*(?:spf|dkim|dmarc|compauth|arc)\s*=/i.test(statement);
}

/** Whether servers of Exchange Online wrote the lines above, and the one that took the mail in from outside. */
function isWithinExchange(headers: Email['headers'], at: number): boolean {
  const by = (lines: Email['headers']) =>
    lines
      .filter(({ key }) => key === 'received')
      .map(({ value }) => /\sby\s+([^\s;()]{1,253})/i.exec(value.slice(0, MOST_RESULT))?.[1] ?? '');
  const above = by(headers.slice(0, at));
  const [entrance = ''] = by(headers.slice(at + 1));
  return above.length > 0 && above.every(isExchange) && isExchange(entrance);
}

function isExchange(server: string): boolean {
  return /\.(?:outlook\.com|office365\.com|office365\.us|partner\.outlook\.cn)$/i.test(server);
}

/** The domain of the only address of the only From line; null when there are several addresses, a group, or no address. */
function senderDomain(headers: Email['headers']): string | null {
  const lines = headers.filter(({ key }) => key === 'from');
  const [line] = lines;
  if (!line || lines.length > 1) return null;
  const addresses = addressParser(line.value);
  const [only] = addresses;
  const address = only && addresses.length === 1 ? mailboxOf(only) : null;
  if (address === null) return null;
  return asciiDomain(address.slice(address.lastIndexOf('@') + 1));
}

/** `dmarc=pass (p=reject) header.from=partner.example` */
function passes(statement: string, domain: string): boolean {
  const [result = '', ...properties] = statement.trim().split(/\s+/);
  if (!/^dmarc(?:\/\d+)?=pass$/i.test(result.replace(/\s/g, ''))) return false;
  const from = properties
    .map((one) => /^header\.from=(.+)$/i.exec(one)?.[1])
    .filter((one) => one !== undefined);
  return (
    from.length === 1 && asciiDomain((from[0] as string).replace(/^"|"$/g, '').replace(/^.*@/, '')) === domain
  );
}

function asciiDomain(domain: string): string | null {
  return domainToASCII(domain.replace(/\.$/, '').toLowerCase()) || null;
}

/** A result's statements, its comments left out (they nest, and anything may stand in them); one whose comment or quote never ends is none. */
function statements(value: string): string[] {
  const found = [''];
  let comment = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const sign = value[at] as string;
    if (sign === '\\' && (quoted || comment > 0)) {
      at += 1;
      if (comment === 0) found[found.length - 1] += value[at] ?? '';
    } else if (sign === '"' && comment === 0) quoted = !quoted;
    else if (sign === '(' && !quoted) comment += 1;
    else if (sign === ')' && !quoted && comment > 0) comment -= 1;
    else if (comment > 0) continue;
    else if (sign === ';' && !quoted) found.push('');
    // A blank within a quoted value is part of it.
    else found[found.length - 1] += quoted && /\s/.test(sign) ? '\u00a0' : sign;
  }
  return comment > 0 || quoted ? [] : found.map((one) => one.replace(/\s{0,3}=\s{0,3}/g, '='));
}
