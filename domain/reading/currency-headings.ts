import { foldWord } from './plain.ts';

/** What the name of a currency's field is made of: one of the first, and of the second as many as there are. (Salesforce, HubSpot, Dynamics) */
const CURRENCY_WORD =
  /^(?:currency|currencies|currencycode|currencyisocode|transactioncurrency|transactioncurrencyid|wahrung|waehrung|devise|devises|moneda|divisa|moeda|valuta|waluta|通貨|iso4217)$/;
const BESIDE_IT =
  /^(?:iso|4217|code|codes|id|amount|value|deal|opportunity|opp|estimated|expected|order|contract|transaction|record|the|of|der|des|du|de|la|del|da|do|name|betrag|montant|importe|valor|symbol|key)$/;
const LONGEST = 80;

/** Words of a field's name, folded: `Currency ISO Code`, `deal_currency_code`, `currencyIsoCode`. */
function wordsOf(name: string): string[] {
  return foldWord(name.slice(0, LONGEST))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** Whether a field of this name holds the currency of the amount beside it. */
export function isCurrencyHeading(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => CURRENCY_WORD.test(word)) &&
    words.every((word) => CURRENCY_WORD.test(word) || BESIDE_IT.test(word))
  );
}

/** Whether a field of this name may hold a currency, though not surely that of the amount: `Company currency`, `Curr.`, `CCY`, `Whg`. */
export function looksLikeCurrency(name: string): boolean {
  return wordsOf(name).some(
    (word) =>
      /curr|^(?:ccy|cur|crncy|wkz|whg|whrg|fx|moneda|divisa)/.test(word) ||
      /wahrung|waehrung|devise|moeda|valuta|waluta|通貨/.test(word),
  );
}
