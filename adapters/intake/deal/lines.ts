import { DEAL_NUMBERS_AS_TEXT } from '../../../contracts/deal/submission.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { parseJson } from '../json.ts';
import { dealsOfList } from './list.ts';
import type { DealPart } from './part.ts';
import { MOST_ROWS } from './row-faults.ts';

/** Registrations from JSON lines: one record in each line (ndjson.org). A line that cannot be read loses no other. */
export function parseDealLines(body: Uint8Array, now: Date, source: SourceFormat): DealPart[] {
  const all = linesOf(body).filter((line) => line.some((byte) => byte > 0x20));
  // One more than a list may have: it is refused whole, and the rest need not be parsed for that.
  const lines = all.slice(0, MOST_ROWS + 1);
  return dealsOfList(
    lines.map((line) => {
      const json = parseJson(line, DEAL_NUMBERS_AS_TEXT);
      return 'fault' in json ? { fault: json.fault, body: line } : json;
    }),
    body,
    now,
    source,
  );
}

function linesOf(body: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  while (start < body.length) {
    const end = body.indexOf(0x0a, start);
    lines.push(body.subarray(start, end < 0 ? body.length : end));
    if (end < 0) break;
    start = end + 1;
  }
  return lines;
}
