import type { Polarity } from './context-words.ts';
import type { TextLine, Zone } from './zones.ts';

/**
 * The text of some zones as it runs: broken lines of a paragraph joined by blanks, everything else blanked out by line ends. Every
 * character stands where it stood.
 */
export function runningText(text: string, lines: readonly TextLine[], zone: Zone): string {
  const parts = text.split('');
  for (const [index, line] of lines.entries()) {
    const end = line.start + line.text.length;
    if (line.zone !== zone) parts.fill('\n', line.start, Math.min(end + 1, parts.length));
    const next = lines[index + 1];
    const joins =
      line.text.trim() !== '' && next?.zone === zone && /^\s*[\p{L}\p{N}"„«“(€$£¥]/u.test(next.text);
    if (line.zone === zone && joins && end < parts.length) {
      parts[end] = ' ';
      if (parts[end + 1] === '\n' && text[end] === '\r') parts[end + 1] = ' ';
    }
  }
  const last = lines.at(-1);
  parts.fill('\n', last ? last.start + last.text.length : 0);
  return parts.join('');
}

const SENTENCE_END =
  /[!?。！？\n]|(?<!\b(?:\d{1,4}|Mio|Mrd|Tsd|ca|Inc|Ltd|Co|Corp|St|Nr|No|approx|est|env|aprox|Dr|Mr|Ms|Fr|z\.B|bzw))\.(?=\s+[\p{Lu}\d"„«]|\s*$)/gu;

/** Offsets of the sentence around a place in a running text. */
export function sentenceAround(running: string, start: number, end: number): { from: number; to: number } {
  const from = Math.max(0, start - 400);
  let begin = from;
  let stop = Math.min(running.length, end + 300);
  for (const mark of running.slice(from, stop).matchAll(SENTENCE_END)) {
    const at = from + mark.index;
    if (at < start) begin = at + 1;
    else if (at >= end) {
      stop = at;
      break;
    }
  }
  return { from: begin, to: stop };
}

/** What the nearest telling word of the sentence says of the place: words before it count before words behind it. */
export function spokenFor(
  running: string,
  place: { start: number; end: number },
  { speaks_for, speaks_against }: Polarity,
): 'for' | 'against' | 'open' {
  const { from, to } = sentenceAround(running, place.start, place.end);
  const nearest = (words: RegExp) =>
    [...running.slice(from, to).matchAll(words)].reduce((best, match) => {
      const at = from + match.index;
      const distance = at < place.start ? place.start - at - match[0].length : at - place.end + 25;
      return at >= place.start && at < place.end ? best : Math.min(best, Math.max(0, distance));
    }, Number.POSITIVE_INFINITY);
  const [good, bad] = [nearest(speaks_for), nearest(speaks_against)];
  if (good === bad) return 'open';
  return good < bad ? 'for' : 'against';
}
