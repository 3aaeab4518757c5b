import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { readTable } from '../../tables/read-table.ts';
import type { DealPart } from './part.ts';
import { DEAL_HEADINGS, dealsOfTable } from './table.ts';

/** Registrations from a table in a file of any kind, by its bytes: a workbook or text. */
export async function parseDealTable(body: Uint8Array, now: Date, source: SourceFormat): Promise<DealPart[]> {
  const read = await readTable(body, source, DEAL_HEADINGS);
  return 'fault' in read
    ? [{ ok: false, faults: [read.fault], body }]
    : dealsOfTable(read, body, now, source);
}
