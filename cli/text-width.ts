import stringWidth from 'string-width';

/** Columns that a text takes on a terminal. Of plain ASCII, which most texts are, the length says it without a look at each character. */
export function textWidth(text: string): number {
  return /^[ -~]*$/.test(text) ? text.length : stringWidth(text);
}
