import type { DocumentReading } from '../documents/document-reading.ts';
import type { UnreadDocument } from './evidence.ts';

/** As many as one file may hold: more are not compared within the time of one look. */
const MOST_LINES = 20_000;

/** The documents of a claim as far as their lines together are not too many; the others count as not read, and a person looks at them. */
export function withinMostLines(readings: readonly DocumentReading[]): {
  readings: DocumentReading[];
  unread: UnreadDocument[];
} {
  const kept: DocumentReading[] = [];
  const unread: UnreadDocument[] = [];
  let lines = 0;
  for (const one of readings) {
    if (lines + one.lines.length > MOST_LINES) {
      unread.push({ document: one.document, code: 'too_many_lines' });
      continue;
    }
    lines += one.lines.length;
    kept.push(one);
  }
  return { readings: kept, unread };
}
