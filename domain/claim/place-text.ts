import type { Place } from '../documents/document-reading.ts';

/** Where a value stands, in a few words. */
export function placeText(place: Place): string {
  if ('page' in place) {
    const { left, top } = place.box;
    return `page ${place.page}, ${Math.round(left)} pt from the left, ${Math.round(top)} pt from the top`;
  }
  if ('sheet' in place)
    return `${place.sheet === '' ? '' : `sheet ${place.sheet}, `}row ${place.row}, column ${place.column + 1}`;
  if ('line' in place) return `line ${place.line}`;
  return place.path;
}
