import type { Reason } from '../../domain/decision.ts';
import type { Deadlines, Why } from '../../domain/why.ts';
import { fields, wrap } from '../layout.ts';
import { personName } from '../people.ts';
import { clockTime } from '../times.ts';
import type { Reader } from './case-pages.ts';

/** Where a case stands, for colleagues. @param said what its lifecycle adds to the reasons */
export function whyText(
  title: string,
  { standing, reasons, missing, steps, deadlines }: Why<Deadlines>,
  said: { heading: string; lines: string[] } | null,
  reader: Reader,
): string {
  const { width, people } = reader;
  const named = standing.replace(
    /\bby (p-\S+?)(?=[:.;,\s])/,
    (_, id: string) => `by ${personName(people, id)}`,
  );
  return [
    title,
    wrap(named, width, '  '),
    ...section('Why', reasons.map(reasonText), width),
    ...(said ? section(said.heading, said.lines, width) : []),
    ...section('Missing', missing, width),
    ...section('What to do', steps, width),
    ...deadlineLines(deadlines, reader),
  ].join('\n');
}

function reasonText({ text, rule, source, value }: Reason): string {
  return `${text}${value === undefined ? '' : `: ${value}`} (${rule}, ${source})`;
}

/** A heading and its lines as a list; nothing without lines. */
export function section(title: string, lines: readonly string[], width: number): string[] {
  if (lines.length === 0) return [];
  return ['', title, ...lines.map((line) => wrap(line, width, '    ').replace(/^ {4}/, '  - '))];
}

/** Until when what runs runs: `appealUntil` is shown as `appeal until`. */
export function deadlineLines(deadlines: Deadlines, { now, zone, width }: Reader): string[] {
  const known = Object.entries(deadlines).flatMap(([name, at]) =>
    at === null
      ? []
      : [[name.replace(/[A-Z]/g, (one) => ` ${one.toLowerCase()}`), clockTime(at, now, zone)] as const],
  );
  return known.length === 0 ? [] : ['', 'Until when', fields(known, width)];
}
