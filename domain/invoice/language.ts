import type { InvoiceLanguage } from './invoice-labels.ts';
import type { LabelledCell } from './labelled-cells.ts';

/** The language in which most labels of a document are; null where none are found, or two have the same number. */
export function languageOf(cells: readonly LabelledCell[]): InvoiceLanguage | null {
  const counted = new Map<InvoiceLanguage, number>();
  for (const { meanings } of cells)
    for (const language of new Set(meanings.flatMap(({ languages }) => languages)))
      counted.set(language, (counted.get(language) ?? 0) + 1);
  const [first, second] = [...counted].toSorted((a, b) => b[1] - a[1]);
  return first && first[1] !== second?.[1] ? first[0] : null;
}

/** Towns of the United States with their state and ZIP code: `Fremont CA 94538`. */
const AMERICAN =
  /(?<![A-Z])(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]),? {1,2}\d{5}(?:-\d{4})?(?!\d)/u;
/** Taxes and accounts that there are only elsewhere: the American address may be that of the customer. */
const ELSEWHERE = /(?<![\p{L}\p{N}])(?:VAT|GST|GSTIN|ABN|IBAN)(?![\p{L}\p{N}])/u;
const DAY_FIRST_ENGLISH = new Set(['GBP', 'AUD', 'NZD', 'INR', 'SGD', 'ZAR', 'IEP', 'EUR', 'HKD', 'AED']);

/**
 * The locale in which a document writes dates and numbers. English alone says nothing of dates: an American address, or a currency of a
 * country that writes the day first, does. An American address beside anything of another country says nothing: either may be the seller's.
 */
export function localeOf(
  language: InvoiceLanguage | null,
  currency: string | null,
  text: string,
): string | null {
  if (language !== 'en') return language;
  if (AMERICAN.test(text))
    return (currency === null || currency === 'USD') && !ELSEWHERE.test(text) ? 'en-US' : 'en';
  return currency !== null && DAY_FIRST_ENGLISH.has(currency) ? 'en-GB' : 'en';
}
