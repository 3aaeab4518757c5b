import type { ReadValue } from '../documents/document-reading.ts';
import type { SpotReader } from './candidates.ts';
import { invoiceNumberAt } from './invoice-number.ts';
import { type Source, valueAt } from './read-spot.ts';
import type { Row } from './rows.ts';

/** A title stands on the upper part of a page, in a row that is no sentence. */
const ROWS = 60;
const LONGEST = 120;
/** `Handelsrechnung (380) Nr. 471102 vom 05.03.2018`, `Facture n° 17 du 2 juillet 2015`, `Invoice FA-2017-0008`. */
const TITLE =
  /(?<!\p{L})(?:\p{L}{0,20}rechnung|(?:tax |sales |commercial )?invoice|facture|factura|fatura|factuur)\)?(?: ?\([^)]{1,20}\))? {0,2}(?:(?:nr|no|nº|n°|n|num|número|numéro|nummer)[.°º]?(?!\p{L})|#)? ?[:#]? ?/iu;
const DATED = /^[^\p{L}\d]{0,3}(?:vom|von|du|issued (?:at|on)|of|dated|del|de|em|from|van|d\.d\.|le) /iu;
const SURE = 0.93;

/** What the title of an invoice says of itself: its number, and the day behind it. */
export function titled(
  rows: readonly Row[],
  day: SpotReader,
  source: Source,
): { number: ReadValue | null; day: ReadValue | null } {
  for (const { cells } of rows.slice(0, ROWS))
    for (const cell of cells) {
      const title = cell.text.length > LONGEST ? null : TITLE.exec(cell.text);
      const at = title ? title.index + title[0].length : 0;
      const number = title ? invoiceNumberAt(cell.text.slice(at)) : null;
      if (!number) continue;
      const end = at + number.end;
      const dated = DATED.exec(cell.text.slice(end));
      const from = end + (dated?.[0].length ?? 0);
      const said = dated ? day(cell.text.slice(from)) : null;
      return {
        number: valueAt(
          { cell },
          { value: number.value, start: at + number.start, end, confidence: SURE },
          source,
        ),
        day: said
          ? valueAt(
              { cell },
              { value: said.value, start: from + said.start, end: from + said.end, confidence: SURE },
              source,
            )
          : null,
      };
    }
  return { number: null, day: null };
}
