import { printable } from './printable.ts';
import { textWidth } from './text-width.ts';

/** Text broken at spaces so that no line is wider than `width`; a single longer word stays whole, to be copied. */
export function wrap(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of printable(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && textWidth(indent + longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((one) => indent + one).join('\n');
}

/** `label   value` lines with the values below each other; what is null is left out. */
export function fields(pairs: ReadonlyArray<readonly [string, string | null]>, width: number): string {
  const shown = pairs.filter((pair): pair is readonly [string, string] => pair[1] !== null);
  const label = Math.max(0, ...shown.map(([name]) => textWidth(name)));
  return shown
    .map(([name, value]) => {
      const hanging = ' '.repeat(label + 4);
      return `  ${name.padEnd(label)}  ${wrap(value, width, hanging).slice(hanging.length)}`;
    })
    .join('\n');
}
