/** Error values in English, German, French, Spanish and Portuguese, a formula without its value, and a column that was too narrow. */
const ERROR =
  /^#(?:N\/?A|REF!|NAME\?|VALUE!|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|BEZUG!|WERT!|ZAHL!|NV|VALEUR!|NOM\s?\?|NOMBRE!|NOMBRE\?|NOMBRE|VALOR!|ESPARCIMENTO!|!?REF|¡REF!|¡VALOR!|¡NUM!|¡DIV\/0!|¿NOMBRE\?|NOME\?|FORMULA|#{2,})$/i;

export function isCellError(text: string): boolean {
  return text.length <= 300 && ERROR.test(text.trim());
}

/**
 * Whether an id was rounded: a spreadsheet keeps fifteen digits of a number, and shows a long one as `1.23457E+15`. What stood there is
 * gone.
 */
export function isRoundedId(text: string): boolean {
  return /^\d(?:[.,]\d{1,14})?E\+?\d{1,3}$/i.test(text.trim());
}
