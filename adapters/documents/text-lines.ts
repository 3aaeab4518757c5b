/** A run of text as pdf.js places it: `transform` holds its place in [4] and [5], from the bottom left. */
export interface Placed {
  str: string;
  transform: number[];
  width: number;
  height: number;
}

/** Runs this close in height, in points, stand on one line. */
const SAME_LINE = 3;

/** Text as it stands on the page: line by line from above, wide gaps as tabs so that columns stay apart. */
export function textLines(items: readonly Placed[]): string {
  const runs = items
    .filter(({ str }) => str.trim() !== '')
    .map(({ str, transform, width, height }) => ({
      str,
      x: transform[4] ?? 0,
      y: transform[5] ?? 0,
      width,
      height,
    }));
  const lines: (typeof runs)[] = [];
  for (const run of runs.toSorted((a, b) => b.y - a.y)) {
    const line = lines.at(-1);
    if (line && Math.abs((line[0]?.y ?? 0) - run.y) <= SAME_LINE) line.push(run);
    else lines.push([run]);
  }
  let above: number | null = null;
  return lines
    .map((line) => {
      const sorted = line.toSorted((a, b) => a.x - b.x);
      const [first] = sorted;
      const gap = above !== null && first !== undefined && above - first.y > 2.2 * Math.max(first.height, 8);
      above = first?.y ?? null;
      let text = '';
      let end: number | null = null;
      for (const { str, x, width, height } of sorted) {
        if (end !== null && x - end > Math.max(height, 8) * 1.2) text += '\t';
        else if (end !== null && x - end > 1 && !text.endsWith(' ') && !str.startsWith(' ')) text += ' ';
        text += str;
        end = x + width;
      }
      return `${gap ? '\n' : ''}${text.trimEnd()}`;
    })
    .join('\n');
}
