import type { DocumentFinding, ReadValue } from '../documents/document-reading.ts';

/** What a file says of how it was made; null where it does not. */
export interface FileMetadata {
  /** ISO days. */
  madeOn: string | null;
  changedOn: string | null;
  /** The programs that made and wrote it. */
  programs: string[];
}

/** A document may be made on the next day where it is issued, and is often kept some days later; a month later it is another one. */
const LATE_DAYS = 31;
const EDITORS =
  /photoshop|illustrator|gimp|inkscape|affinity|canva|coreldraw|pdfescape|sejda|smallpdf|ilovepdf|foxit phantom|pdf-?xchange editor|nitro|pdfelement|pdffiller|libreoffice draw|figma/i;

/** What a file says of its own making that does not go with an invoice of its date. */
export function metadataFindings(
  { madeOn, changedOn, programs }: FileMetadata,
  issuedOn: ReadValue | null,
): DocumentFinding[] {
  const findings: DocumentFinding[] = [];
  const add = (rule: DocumentFinding['rule'], text: string) => findings.push({ rule, text, place: null });
  if (madeOn && issuedOn && daysBetween(issuedOn.value, madeOn) > LATE_DAYS)
    add(
      'document.made_later',
      `The file was made on ${madeOn}, long after the ${issuedOn.value} that it says it was issued on.`,
    );
  if (madeOn && issuedOn && daysBetween(issuedOn.value, madeOn) < -LATE_DAYS)
    add(
      'document.made_earlier',
      `The file was made on ${madeOn}, long before the ${issuedOn.value} that it says it was issued on.`,
    );
  if (madeOn && changedOn && daysBetween(madeOn, changedOn) >= 1)
    add('document.changed', `The file was made on ${madeOn} and changed on ${changedOn}.`);
  if (programs.some((program) => EDITORS.test(program.slice(0, 200))))
    add('document.editor', 'The file was written by a program that edits pictures or PDF files.');
  return findings;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
