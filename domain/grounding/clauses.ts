/** A stretch of a text with its place in it. */
export interface Part {
  text: string;
  start: number;
  end: number;
}

/** Stretches that say one thing each: up to a comma, a conjunction, a full stop. */
export function clauses(text: string): Part[] {
  // The lookbehind pins blanks to the start of their run: without it a long run costs its length squared.
  return parts(
    text,
    /[,;:.!?]\s+|(?<!\s)\s+(?:and|but|while|whereas|although|because|since|so|which|or)\s+|\n/gi,
  );
}

export function sentences(text: string): Part[] {
  return parts(text, /[.!?]\s+|\n/g);
}

function parts(text: string, separator: RegExp): Part[] {
  const found: Part[] = [];
  let start = 0;
  for (const match of text.matchAll(separator)) {
    found.push({ text: text.slice(start, match.index), start, end: match.index });
    start = match.index + match[0].length;
  }
  return [...found, { text: text.slice(start), start, end: text.length }];
}
