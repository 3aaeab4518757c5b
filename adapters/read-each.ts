import { VendorFault } from './ports/call.ts';
import type { OddRecord } from './ports/changes.ts';

/** What a record's fault is called when a field holds something else than the mapping file says. */
export const FIELD_TYPE = 'FIELD_TYPE';

/**
 * Reads the records of a page one by one. One that does not fit stops no other.
 * @param idOf answers '' for one that names no id: it cannot be read, nor asked for again
 */
export function readEach<R, T>(
  records: readonly R[],
  idOf: (record: R) => string,
  read: (record: R) => T,
): { read: T[]; odd: OddRecord[] } {
  const done: { read: T[]; odd: OddRecord[] } = { read: [], odd: [] };
  for (const record of records) {
    if (idOf(record) === '') {
      done.odd.push({ id: '', message: 'a record of the list has no id; look for it there' });
      continue;
    }
    try {
      done.read.push(read(record));
    } catch (error) {
      if (!(error instanceof VendorFault) || error.code !== FIELD_TYPE) throw error;
      done.odd.push({ id: idOf(record), message: error.message });
    }
  }
  return done;
}
