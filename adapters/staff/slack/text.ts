import { lookupTable } from '../../../domain/lookup-table.ts';
import { oneLine } from '../../one-line.ts';

/**
 * Text for Slack. Slack reads `&`, `<` and `>` in every text object as its own marks, so that an unescaped `<!channel>` rings a whole
 * channel. Source: "Formatting message text", escaping.
 */

const ENTITIES = lookupTable<string>({ '&': '&amp;', '<': '&lt;', '>': '&gt;' });

/** Escaped, and at most `most` characters long as Slack counts them; what was cut off shows as `…`. Never cuts an entity or a pair. */
export function escaped(text: string, most: number): string {
  const pieces = Array.from(text, (character) => ENTITIES[character] ?? character);
  const whole = pieces.join('');
  if (whole.length <= most) return whole;
  let length = 0;
  const fit = pieces.findIndex((piece) => {
    length += piece.length;
    return length > most - 1;
  });
  return `${pieces.slice(0, fit).join('')}…`;
}

/** Text in which Slack applies formatting, without the marks that would make it bold, struck out or code. */
export function unformatted(text: string): string {
  return text.replace(/[*_~`]/g, '');
}

/** A command as code, which a person copies as it is; a backtick would end the code. */
export function code(command: string): string {
  return `\`${escaped(oneLine(command).replaceAll('`', "'"), 2_000)}\``;
}
