/** The mark that a file or a source writes before decimals. */
export type DecimalMark = '.' | ',';

/** How a file writes its numbers. */
export interface NumberFormat {
  mark: DecimalMark;
  /** Most digits that stand behind the mark where nothing else can be meant. */
  places: number;
}

/** The value of a written number under each decimal mark, as plain decimal text; null where it cannot be read so. */
export type NumberReadings = Record<DecimalMark, string | null>;

/** Longer than any amount with its groups. */
const LONGEST = 40;
const WHOLE = {
  '.': "(?:[1-9]\\d{0,2}(?:,\\d{3})+|[1-9]\\d{0,2}(?:'\\d{3})+|[1-9]\\d{0,2}(?: \\d{3})+|[1-9]\\d?(?:,\\d{2})+,\\d{3}|\\d+)",
  ',': "(?:[1-9]\\d{0,2}(?:\\.\\d{3})+|[1-9]\\d{0,2}(?:'\\d{3})+|[1-9]\\d{0,2}(?: \\d{3})+|\\d+)",
};
const WRITTEN: Record<DecimalMark, RegExp> = {
  '.': new RegExp(`^${WHOLE['.']}(?:\\.\\d+)?$`),
  ',': new RegExp(`^${WHOLE[',']}(?:,\\d+)?$`),
};

/**
 * What a number can mean: `45.000` is 45.000 under a decimal point and 45000 under a decimal comma, `12500,00` and `1.234.567` have one
 * reading each. Groups are of three, or the Indian way before a point.
 * @param written plain (see plainText), without sign and currency
 */
export function numberReadings(written: string): NumberReadings {
  const read = (mark: DecimalMark) => {
    if (written.length > LONGEST || !WRITTEN[mark].test(written)) return null;
    return written.replace(mark === '.' ? /[,' ]/g : /[.' ]/g, '').replace(',', '.');
  };
  return { '.': read('.'), ',': read(',') };
}

/** The one value of a number that can be read in one way only; null when there are two, or none. */
export function onlyReading(readings: NumberReadings): string | null {
  const { '.': point, ',': comma } = readings;
  if (point === null || comma === null) return point ?? comma;
  return point === comma ? point : null;
}

/**
 * The format that a column of numbers shows: by those that can be read under one mark only.
 * @returns null where none tells, and where they tell different ones
 */
export function formatOf(column: Iterable<string>): NumberFormat | null {
  const places: Record<DecimalMark, number> = { '.': -1, ',': -1 };
  for (const written of column) {
    const readings = numberReadings(written);
    const { '.': point, ',': comma } = readings;
    if ((point === null) === (comma === null)) continue;
    const mark = point === null ? ',' : '.';
    places[mark] = Math.max(places[mark], placesOf(point ?? comma ?? ''));
  }
  if (places['.'] < 0 === places[','] < 0) return null;
  return places['.'] < 0 ? { mark: ',', places: places[','] } : { mark: '.', places: places['.'] };
}

/** Digits behind the point of plain decimal text. */
export function placesOf(decimal: string): number {
  const point = decimal.indexOf('.');
  return point < 0 ? 0 : decimal.length - point - 1;
}

/** Plain decimal text with so many decimals, cut or filled up, and without leading zeros: `0045.5` → `45.50`. */
export function toPlaces(decimal: string, places: number): string {
  const [whole = '', behind = ''] = decimal.split('.');
  const plain = whole.replace(/^0+(?=\d)/, '');
  return places === 0 ? plain : `${plain}.${behind.slice(0, places).padEnd(places, '0')}`;
}
