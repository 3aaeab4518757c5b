/**
 * One character that shows nothing: with it two names that look equal differ. All of Unicode's format characters (Cf, the marks of direction
 * among them) and the fillers and joiners outside that category; but not signs that stand before Arabic numbers, which show, and not a joiner
 * where its script or an emoji needs it. (Unicode 16, UAX #44 and UTS #51.)
 */
export const INVISIBLE =
  /(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])(?!(?<=(?![\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Zinh}\p{sc=Zyyy}])[\p{L}\p{M}]|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)[\u200c\u200d])(?:\p{Cf}|[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0])/gu;

const VISIBLE = new RegExp(`(?!${INVISIBLE.source})\\S`, 'u');

/** Whether a text shows nothing at all. */
export function isBlankText(text: string): boolean {
  return !VISIBLE.test(text);
}
