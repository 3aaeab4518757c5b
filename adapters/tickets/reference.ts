import { isOwnId, ownId } from '../own-id.ts';

/** On every ticket of ours: what a search for them asks for. */
export const OURS = 'quarterdeck';

const LINE = 'Quarterdeck reference ';

/** A comment with the id of its write as last line: vendors keep no key of ours beside a comment. */
export const withReference = (text: string, key: string) => `${text.trim()}\n\n${LINE}${ownId(key)}`;

/**
 * The reference at the end of a comment and the text before it. Only a comment of our own account is believed to be ours: anybody
 * can copy the line.
 */
export function splitReference(text: string): { text: string; reference: string | null } {
  const lines = text.trimEnd().split('\n');
  const last = lines.at(-1)?.trim() ?? '';
  const reference = last.startsWith(LINE) ? last.slice(LINE.length) : '';
  if (!isOwnId(reference)) return { text, reference: null };
  return { text: lines.slice(0, -1).join('\n').trimEnd(), reference };
}
