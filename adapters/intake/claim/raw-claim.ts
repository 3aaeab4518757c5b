import type { Fault } from '../../../contracts/problem.ts';

/** A claim as a table, a text or JSON states it, before it is read as one (read-claim.ts): the fields of contracts/claim/submission.ts. */
export interface RawClaim {
  fields: Record<string, unknown>;
  /** Names of the files that are its documents; null: it says nothing of them. */
  files: string[] | null;
  /** What cannot be read. */
  faults: Fault[];
  /** Where in its file it stands. */
  at?: { sheet: string | null; row: number | null; item: number | null };
  /** The same alone, as a table that can be read again. */
  alone?: () => Uint8Array;
}

/** Stands for the id of a claim that states none; whoever has the key names it. */
export const UNNAMED = 'unnamed';

const YES = /^(?:yes|true|1|y|ja|oui|s[íi]|sim|はい|有)$/iu;
const NO = /^(?:no|false|0|n|nein|non|n[ãa]o|いいえ|無)$/iu;

/** The value of a field as JSON would have it. Of a flag that says neither the text stays, and is refused. */
export function rawValue(field: string, text: string): unknown {
  if (field !== 'public_sector') return text;
  return YES.test(text) ? true : NO.test(text) ? false : text;
}

/** Names of files in one text. */
export function fileNames(text: string): string[] {
  return text
    .split(/[|;\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

export function ambiguousDay(field: string): Fault {
  return {
    code: 'date_ambiguous',
    title: 'The day can be read in two ways.',
    field,
    fix: 'Write it as 2026-11-28, or state the order of the dates of this file or source.',
  };
}
