import { withoutLegalForms } from './legal-forms.ts';

/** No name is longer. */
const LONGEST_NAME = 1_000;
/** No address (RFC 5321) and no web site that a browser opens is longer. */
const LONGEST_ADDRESS = 2_048;

/**
 * A company name reduced to what identifies it: accents folded, case and punctuation dropped, legal forms removed
 * (`Müller & Söhne GmbH & Co. KG` → `muller sohne`). Empty when nothing identifying is left. What follows the thousandth character is
 * left out.
 */
export function normaliseCompanyName(name: string): string {
  const words = name
    .slice(0, LONGEST_NAME)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    // S.A., B.V., G.m.b.H. are one word, not letters
    .replace(/\b(\p{L})\.(?=\p{L}\b)/gu, '$1')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== 'and' && word !== 'und' && word !== 'et' && word !== 'y');
  return withoutLegalForms(words).join(' ');
}

/** Host name of an e-mail address or web site, lower case, without `www.`; null when there is none. */
export function hostOf(addressOrUrl: string | null): string | null {
  if (!addressOrUrl || addressOrUrl.length > LONGEST_ADDRESS) return null;
  const afterAt = addressOrUrl.includes('@')
    ? addressOrUrl.slice(addressOrUrl.lastIndexOf('@') + 1)
    : addressOrUrl;
  const host = afterAt
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^www\./, '')
    .split(/[/?#:]/, 1)[0]
    ?.replace(/(?<![>.\s])[>.\s]+$/, '');
  return host && /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(host) ? host : null;
}
