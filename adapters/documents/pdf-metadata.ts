import type { FileMetadata } from '../../domain/invoice/metadata.ts';
import { isoDay } from '../../domain/reading/day.ts';

/** What the information dictionary of a PDF says of its making. (ISO 32000-1, 14.3.3) */
export function pdfMetadata(info: Readonly<Record<string, unknown>>): FileMetadata {
  const text = (name: string) => (typeof info[name] === 'string' ? info[name] : '');
  return {
    madeOn: dayOf(text('CreationDate')),
    changedOn: dayOf(text('ModDate')),
    programs: [text('Creator'), text('Producer')],
  };
}

/** `D:20180305171343+01'00'` (7.9.4); the day where it was made. */
function dayOf(date: string): string | null {
  const [, year, month, day] = /^(?:D:)?(\d{4})(\d{2})(\d{2})/.exec(date) ?? [];
  return year === undefined ? null : isoDay(Number(year), Number(month), Number(day));
}
