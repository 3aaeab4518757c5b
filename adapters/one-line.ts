import { INVISIBLE } from '../domain/invisible.ts';

const UNSHOWN = new RegExp(`(?:[\\p{Cc}\\p{Zl}\\p{Zp}]|${INVISIBLE.source})+`, 'gu');

/** One line without control, direction and other invisible characters: foreign text can neither add a line nor reverse what follows it. */
export function oneLine(text: string): string {
  return text.toWellFormed().replace(UNSHOWN, ' ').replace(/ {2,}/g, ' ').trim();
}
