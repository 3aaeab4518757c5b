import { type SourceFormat, UNSTATED } from '../../../domain/reading/source-format.ts';
import { readTextTable } from '../../tables/read-text.ts';
import type { DealPart } from './part.ts';
import { DEAL_HEADINGS, dealsOfTable } from './table.ts';

/** Registrations from CSV with a header line, in any encoding and with any separator; lists are separated by `|`. */
export function parseDealCsv(body: Uint8Array, now: Date, source: SourceFormat = UNSTATED): DealPart[] {
  const read = readTextTable(body, source, DEAL_HEADINGS);
  return 'fault' in read
    ? [{ ok: false, faults: [read.fault], body }]
    : dealsOfTable(read, body, now, source);
}
