import { MOST_TEXT, type TextContext } from './finding.ts';
import { type Labelled, labelledValues } from './labelled.ts';
import { plainText } from './plain.ts';
import { runningText } from './running-text.ts';
import { type TextLine, zonedLines } from './zones.ts';

/** A text prepared for reading. All offsets are those of the text itself. */
export interface Page {
  plain: string;
  lines: TextLine[];
  labels: Labelled[];
  /** What the sender wrote, then what was forwarded, as running text. */
  zones: string[];
  /** The same without what stands behind labels: a date in the notes is no close date. */
  prose: string[];
}

/** Prepares at most the first 200,000 characters. */
export function openPage(text: string, { subject }: TextContext): Page {
  const plain = plainText(text.slice(0, MOST_TEXT));
  const lines = zonedLines(plain, subject);
  const labels = labelledValues(lines);
  const zones = (['body', 'forwarded'] as const).map((zone) => runningText(plain, lines, zone));
  return { plain, lines, labels, zones, prose: zones.map((running) => without(running, labels)) };
}

function without(running: string, labels: readonly Labelled[]): string {
  const parts = running.split('');
  for (const { start, end } of labels) parts.fill('\n', start, Math.min(end, parts.length));
  return parts.join('');
}
