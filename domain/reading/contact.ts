import { hostOf, normaliseCompanyName } from '../company/company-name.ts';
import type { Choice } from './choose.ts';
import type { Candidate, TextContext } from './finding.ts';
import type { TextLine } from './zones.ts';

/** The lookbehind pins the pattern to the start of its run: without it a long run of letters costs its length squared. */
const ADDRESS =
  /(?<![\p{L}\p{N}._%+'-])[\p{L}\p{N}_%+][\p{L}\p{N}._%+'-]{0,63}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu;
const NOBODY = /^(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster)@/i;

/** Every e-mail address of a text. */
export function contactAddresses(text: string, offset = 0): Candidate<string>[] {
  return [...text.matchAll(ADDRESS)]
    .map((match) => ({ value: match[0].replace(/(?<![.'-])[.'-]+$/, ''), at: match.index }))
    .filter(({ value }) => !NOBODY.test(value))
    .map(({ value, at }) => ({
      value,
      start: offset + at,
      end: offset + at + value.length,
      rule: 'address',
    }));
}

/** Whether an address is the partner's or our own, so never the customer's. */
export function isOwnAddress(address: string, { ownDomains, ownAddresses }: TextContext): boolean {
  const host = hostOf(address) ?? '';
  return (
    ownAddresses.some((own) => own.toLowerCase() === address.toLowerCase()) ||
    ownDomains.some((own) => host === own.toLowerCase() || host.endsWith(`.${own.toLowerCase()}`))
  );
}

/**
 * The customer's contact among the addresses of a text: the only one that is neither the partner's nor ours; of several the only one
 * at a domain like the customer's name.
 */
export function contactAmong(
  addresses: readonly Candidate<string>[],
  context: TextContext,
  customer: string | null,
): Choice<string> {
  const others = distinct(addresses.filter((one) => !isOwnAddress(one.value as string, context)));
  const [only] = others;
  if (!only) return addresses.length > 0 ? { code: 'contact_is_partners' } : null;
  if (others.length === 1) return { candidate: { ...only, rule: 'only_address' } };
  const named = others.filter((one) => looksLike(one.value as string, customer));
  const [match] = named;
  return match && named.length === 1
    ? { candidate: { ...match, rule: 'customers_domain' } }
    : { code: 'contact_ambiguous' };
}

/** Each address once, however often it stands there: clients write `it@x.example<mailto:it@x.example>`. */
export function distinct(addresses: readonly Candidate<string>[]): Candidate<string>[] {
  const seen = new Set<string>();
  return addresses.filter(({ value }) => {
    const key = (value as string).toLowerCase();
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Whether a word of the customer's name (three letters at least) begins the address's domain, or the name without blanks does. */
export function looksLike(address: string, customer: string | null): boolean {
  const host = (hostOf(address) ?? '').replace(/-/g, '');
  const name = normaliseCompanyName(customer ?? '');
  const [first = ''] = name.split(' ');
  const german = (text: string) => text.replace(/ae/g, 'a').replace(/oe/g, 'o').replace(/ue/g, 'u');
  return [first, name.replace(/ /g, '')].some(
    (word) =>
      word.length >= 3 &&
      (host.startsWith(word) || german(host).startsWith(word) || host.includes(`.${word}`)),
  );
}

/** Whoever wrote the mail that the partner forwards is the customer's contact, unless it is one of us. */
export function forwardedSender(lines: readonly TextLine[], context: TextContext): Candidate<string> | null {
  const from = lines.find(
    (line) => line.zone === 'header' && /^[\s>*]{0,20}(?:From|Von|De|差出人)\s?\*?:/iu.test(line.text),
  );
  if (!from || !lines.some((line) => line.zone === 'forwarded' && line.start > from.start)) return null;
  const [address] = contactAddresses(from.text, from.start).filter(
    (one) => !isOwnAddress(one.value as string, context),
  );
  return address ? { ...address, rule: 'forwarded_sender' } : null;
}
