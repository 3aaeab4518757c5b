const NEAR = 30;
const BEFORE =
  /(?:(?<!\p{L})(?:total(?:ling|s|isant| de| of)?|gesamt|insgesamt|summe|in all|altogether|now|jetzt|nunmehr|soit au total|en total|no total)|=|合計|総額)[ :]{0,3}$/iu;
const BEHIND =
  /^[ ,]{0,2}(?:in total|total|insgesamt|gesamt|altogether|en total|au total|no total|in all)(?!\p{L})/iu;

/** Whether an amount among several is called the total, or the one that holds now. */
export function isCalledTotal(text: string, { start, end }: { start: number; end: number }): boolean {
  return (
    BEFORE.test(text.slice(Math.max(0, start - NEAR), start)) || BEHIND.test(text.slice(end, end + NEAR))
  );
}
