import { wrap } from '../layout.ts';

/** One case or dead letter on the board. */
export interface BoardEntry {
  what: string;
  /** In words, with the code of the rule or fault in brackets. */
  why: string;
  /** Source and the source's own id. */
  who: string;
}

export interface BoardGroup {
  what: string;
  count: number;
  whys: { why: string; who: string[] }[];
}

/** What happened, commonest first; within it why, commonest first; within that the cases by name. */
export function boardGroups(entries: readonly BoardEntry[]): BoardGroup[] {
  return by(entries, ({ what }) => what).map(([what, group]) => ({
    what,
    count: group.length,
    whys: by(group, ({ why }) => why).map(([why, same]) => ({
      why,
      who: same.map(({ who }) => who).sort(),
    })),
  }));
}

function by(entries: readonly BoardEntry[], key: (entry: BoardEntry) => string): [string, BoardEntry[]][] {
  return [...Map.groupBy(entries, key)].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
}

/** Of one why; `cases list` shows the others. */
const MOST_NAMED = 30;

/** The groups as text: a line that counts each, then each why with its cases, wrapped to the width. @param word what they are, in the plural */
export function boardText(groups: readonly BoardGroup[], word: string, width: number): string {
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const lines = [
    `${total} ${word}`,
    ...groups.map(({ what, count }) => `  ${String(count).padStart(4)}  ${what}`),
  ];
  for (const { what, whys } of groups) {
    lines.push('', what);
    for (const { why, who } of whys) {
      const more = who.length > MOST_NAMED ? [`… ${who.length - MOST_NAMED} more`] : [];
      lines.push(
        wrap(`${why}: ${who.length}`, width, '  '),
        ...wrapped([...who.slice(0, MOST_NAMED), ...more], '      ', width),
      );
    }
  }
  return lines.join('\n');
}

/** Words side by side as far as the width goes; no word is cut. */
function wrapped(words: readonly string[], indent: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + word.length <= width)
      lines[lines.length - 1] = `${last}  ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines;
}
