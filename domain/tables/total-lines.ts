import { foldWord } from '../reading/plain.ts';

/** What a line of sums is called in the partner languages, folded; figures and marks behind it are left out. */
const TOTAL =
  /^(?:(?:sub|grand|report|page|overall|running)?[ -]?(?:total|totals|totale|totales|totaux|sum|sums|count|average|avg)|total (?:general|generale|geral|amount|value|records?)|(?:zwischen|gesamt|end|teil)?-?summen?|gesamt|gesamtwert|gesamtbetrag|insgesamt|ergebnis|somme|sous-total|suma|suma total|subtotal|soma|totais|合計|総計|小計|計|合计|总计)$/;

/** Whether a cell is the name of a line of sums: `Total`, `Summe:`, `Grand Totals (12 records)`. */
export function isTotalWord(cell: string): boolean {
  if (cell === '' || cell.length > 60) return false;
  const [named = ''] = foldWord(cell).split(/[([]/, 1);
  const text = named
    .replace(/[\d.,:=%*#]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return TOTAL.test(text);
}
