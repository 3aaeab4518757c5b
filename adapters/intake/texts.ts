import { isEmailAddress } from '../../domain/email-address.ts';
import { INVISIBLE } from '../../domain/invisible.ts';
import { type Findings, given } from './findings.ts';

/**
 * Control characters except tab and line ends, unpaired surrogates (which the database refuses) and what shows nothing or turns the reading
 * direction (which makes a name look like another).
 */
const UNPRINTABLE = new RegExp(`(?![\\t\\n\\r])\\p{Cc}|\\p{Cs}|${INVISIBLE.source}`, 'gu');
/** What mail programs and word processors put into running text: places where a line may break or not, and joiners between nothing. */
const LAYOUT = /[\u00ad\u200b-\u200d\u2060\ufeff]/gu;

/**
 * Marks that say in which direction a text runs: programs set them around what is copied in or out of Hebrew and Arabic. Without them a text
 * holds the same letters in the same order. The two that turn letters round (overrides) are none of these.
 */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069]/gu;

/** Such marks around a whole text. */
const AROUND =
  /^[\s\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069]+|(?<![\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069])[\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069]+$/gu;

/** Free text: what only lays it out is left out; what cannot be shown becomes U+FFFD and a person is told. */
export function readText(
  field: string,
  stated: string | null | undefined,
  { problems }: Findings,
): string | null {
  const text = given(stated?.replace(AROUND, ''));
  if (text === null) return null;
  const laidOut = text.replace(INVISIBLE, (one) => (one.search(LAYOUT) === 0 ? '' : one));
  const clean = laidOut.replace(UNPRINTABLE, '\ufffd');
  if (clean !== laidOut)
    problems.push({
      code: 'unprintable_characters',
      field,
      title: 'Characters that cannot be shown were replaced.',
    });
  return clean;
}

/** Running text: what only lays it out is left out, and what cannot be shown becomes U+FFFD. */
export function shownText(text: string): string {
  return text
    .replace(DIRECTION, '')
    .replace(INVISIBLE, (one) => (one.search(LAYOUT) === 0 ? '' : '\ufffd'))
    .replace(UNPRINTABLE, '\ufffd');
}

/**
 * An id names a record in every other system, so it is refused rather than cleaned. At most 200 bytes: the workflow id
 * escapes a byte as three characters and the server allows 1,000.
 */
export function readId(
  field: string,
  stated: string | null | undefined,
  { faults }: Findings,
): string | null {
  const text = given(stated);
  if (text === null) return null;
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text) || text.search(INVISIBLE) >= 0) {
    faults.push({
      code: 'id_characters',
      title: 'The id holds control or invisible characters.',
      field,
      fix: 'Send the id as the source system shows it.',
    });
    return null;
  }
  if (Buffer.byteLength(text) <= 200) return text;
  faults.push({ code: 'too_long', title: 'The id is too long.', field, fix: 'Use at most 200 bytes.' });
  return null;
}

export function readEmail(
  field: string,
  stated: string | null | undefined,
  { faults }: Findings,
): string | null {
  const text = given(stated?.replace(DIRECTION, '').replace(LAYOUT, ''));
  if (text === null) return null;
  if (isEmailAddress(text)) return text;
  faults.push({
    code: 'email_malformed',
    title: 'This is no e-mail address.',
    field,
    fix: 'Write one address such as name@company.example.',
  });
  return null;
}
