import type { ReadValue } from '../documents/document-reading.ts';
import type { InvoiceLabel } from './invoice-labels.ts';
import type { LabelledCell } from './labelled-cells.ts';
import { type Source, valueAt } from './read-spot.ts';

/** A value with the weight of its label. */
export interface StatedValue {
  value: ReadValue;
  strong: boolean;
}

/** What one spot says; null where it holds nothing of the kind. `sure` 0 to 1, beside how sure the label is. */
export type SpotReader = (text: string) => { value: string; start: number; end: number; sure: number } | null;

/** How sure a value is by where it stands from its label. */
const SURE = { beside: 0.97, below: 0.94, further: 0.92 };
/** A label that may mean something else. */
const WEAK = 0.94;

/**
 * Each value that a label states, read from one of its spots that hold one. Surer labels come first.
 * @param which of several beside the label: a total stands in the last column of its row
 */
export function statedValues(
  cells: readonly LabelledCell[],
  label: InvoiceLabel,
  read: SpotReader,
  source: Source,
  which: 'first' | 'last' = 'first',
): StatedValue[] {
  const found = cells.flatMap(({ meanings, spots }): StatedValue[] => {
    const meaning = meanings.find((one) => one.label === label);
    if (!meaning) return [];
    const isParty = label === 'customer' || label === 'seller';
    const said = spots.flatMap((spot) => {
      if (spot.where === 'further' && !isParty) return [];
      const one = read(spot.cell.text.slice(spot.start, spot.end));
      return one ? [{ spot, one }] : [];
    });
    const beside = said.filter(({ spot }) => spot.where === 'beside');
    const chosen = (which === 'last' ? beside.at(-1) : beside[0]) ?? said[0];
    if (!chosen) return [];
    const { spot, one } = chosen;
    const value = valueAt(
      spot,
      {
        value: one.value,
        start: spot.start + one.start,
        end: spot.start + one.end,
        confidence: one.sure * SURE[spot.where] * (meaning.strong ? 1 : WEAK),
      },
      source,
    );
    return [{ value, strong: meaning.strong }];
  });
  return found.toSorted((a, b) => Number(b.strong) - Number(a.strong));
}

/** The values of the strong labels, or of the weak ones where there are none. */
export function surest(stated: readonly StatedValue[]): ReadValue[] {
  const strong = stated.filter((one) => one.strong);
  return (strong.length > 0 ? strong : stated).map(({ value }) => value);
}
