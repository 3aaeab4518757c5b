import { labelTables } from './label-table.ts';
import { type Label, type LabelField, labelOf } from './labels.ts';
import type { TextLine } from './zones.ts';

/** A value behind its label. */
export interface Labelled extends Label {
  value: string;
  /** Offsets of the value in the whole text. */
  start: number;
  end: number;
  line: number;
  /** What the label says in brackets: `Budget (EUR)`. */
  aside: string;
  forwarded: boolean;
}

/** With the blanks around it; the lookbehinds pin each to the start of its run, which else would cost its length squared. */
const SEPARATORS = [
  /(?<!\s)\s*[:=]\s*/u,
  /(?<!\s)\s*(?<!\.)\.{3,}\s*/u,
  /\t+\s*/u,
  /】\s*/u,
  /(?<!\s)\s*\|\s*/u,
  /(?<!\s)\s+[-–—]\s+/u,
  / {2,}/u,
  /(?<=[?])\s+/u,
];
const MOST_VALUE = 2_000;
/** What follows on a longer line is running text, and no label begins in it. */
const MOST_LINE = 5_000;
/** Lines that a note may run over. */
const MOST_LINES = 200;

/**
 * Every labelled value of the lines that count: `Kunde: ACME`, table cells, several on one line behind `;`, a label with its value
 * on the next line, rows below a row of labels. Notes run on until a blank line or the next label.
 */
export function labelledValues(lines: readonly TextLine[]): Labelled[] {
  const tables = labelTables(lines);
  const found: Labelled[] = tables.values;
  const counts = (line: TextLine | undefined): line is TextLine =>
    line?.zone === 'body' || line?.zone === 'forwarded';
  for (const [index, line] of lines.entries()) {
    if (!counts(line) || tables.lines.has(line.number)) continue;
    for (const segment of segments(line)) {
      const hit = onOneLine(segment);
      if (hit && hit.value !== '') {
        found.push({
          ...hit,
          ...more(hit.field, hit, lines, index),
          line: line.number,
          forwarded: line.zone === 'forwarded',
        });
        continue;
      }
      const label = hit ?? alone(segment);
      const at = [index + 1, index + 2].find((next) => counts(lines[next]) && lines[next].text.trim() !== '');
      const below = at === undefined ? undefined : lines[at];
      if (!label || !below || segments(below).some((one) => onOneLine(one)) || labelOf(below.text.trim()))
        continue;
      const value = below.text.trim();
      const start = below.start + below.text.indexOf(value);
      const here = { ...label, value, start, end: start + value.length };
      found.push({
        ...here,
        ...more(label.field, here, lines, at as number),
        line: below.number,
        forwarded: below.zone === 'forwarded',
      });
    }
  }
  return found;
}

interface Segment {
  text: string;
  start: number;
}

/** `Customer: ACME; Value: 120k EUR`: split only where a label stands behind the mark. */
function segments(line: TextLine): Segment[] {
  const text = line.text.slice(0, MOST_LINE);
  const cuts = [0];
  for (const mark of text.matchAll(/[;|,] ?|\s{3,}/g)) {
    const rest = text.slice(mark.index + mark[0].length);
    const label = /^([^:=;|,]{2,50})[:=]/u.exec(rest)?.[1];
    if (label && labelOf(label) && mark.index > 0) cuts.push(mark.index + mark[0].length);
  }
  return cuts.map((from, index) => ({
    text: text.slice(from, cuts[index + 1] ?? text.length).replace(/[;|,]\s*$/, ''),
    start: line.start + from,
  }));
}

type Hit = Label & { value: string; start: number; end: number; aside: string };

function onOneLine({ text, start }: Segment): Hit | null {
  const from = /^[\s>|]*/.exec(text)?.[0].length ?? 0;
  for (const separator of SEPARATORS) {
    const match = separator.exec(text.slice(from, from + 120));
    if (!match || match.index === 0) continue;
    const written = text.slice(from, from + match.index);
    const label = labelOf(written);
    if (!label) continue;
    const at = from + match.index + match[0].length;
    const rest = text.slice(at);
    const value = rest
      .replace(/^[\s*_|]+/, '')
      .replace(/(?<![\s*_|])[\s*_|]+$/, '')
      .slice(0, MOST_VALUE);
    const begin = start + at + (value === '' ? 0 : rest.indexOf(value));
    return { ...label, value, start: begin, end: begin + value.length, aside: aside(written) };
  }
  return null;
}

/** A label with nothing behind it; a weak one may be anything. */
function alone({ text, start }: Segment): Hit | null {
  const label = labelOf(text.trim());
  if (!label?.strong || label.field === 'other') return null;
  return { ...label, value: '', start, end: start, aside: aside(text) };
}

function aside(label: string): string {
  return (
    /[([]([^)\]]{1,20})[)\]]|\s(?:in|en|em)\s([A-Z]{3})\s*$|\s([dmtjya]{1,4}(?:[./-][dmtjya]{1,4}){2})\s*$/iu
      .exec(label)
      ?.slice(1)
      .find(Boolean) ?? ''
  );
}

/** Notes run on over the lines below. */
function more(
  field: LabelField,
  hit: { value: string; start: number; end: number },
  lines: readonly TextLine[],
  index: number,
): { value: string; end: number } {
  if (field !== 'partner_notes') return { value: hit.value, end: hit.end };
  let { value, end } = hit;
  for (const line of lines.slice(index + 1, index + 1 + MOST_LINES)) {
    if (line.zone !== lines[index]?.zone || line.text.trim() === '' || value.length > MOST_VALUE) break;
    if (segments(line).some((one) => onOneLine(one)) || alone({ text: line.text, start: 0 })) break;
    value += `\n${line.text.trim()}`;
    end = line.start + line.text.trimEnd().length;
  }
  return { value, end };
}
