import { describe, expect, test } from '@jest/globals';
import { factsOfClaim } from '../../../domain/claim/checks/facts-of-claim.ts';
import { claimStake, decideClaim } from '../../../domain/claim/decide-claim.ts';
import type { ClaimEvidence } from '../../../domain/claim/evidence.ts';
import { withinMostLines } from '../../../domain/claim/lines-of-documents.ts';
import type { ClaimedLine } from '../../../domain/claim/stated-claim.ts';
import type { DocumentLine, LineField } from '../../../domain/documents/document-reading.ts';
import { evidence, invoice, read } from './checks/made-evidence.ts';

/** A claim is decided in the worker's one thread: whatever it and its documents repeat, it may not stand still. */
const POLICY = { automaticFrom: 0.9, readFrom: 0.9, ocrFrom: 0.97 };
const [PRINTED] = invoice().lines as [DocumentLine];
type Row = Partial<Record<LineField, string>>;

/** As a point-of-sale file of so many rows shows a claim of so many lines. */
function claimOf(
  lines: number,
  rows: number,
  how: { line(at: number): Partial<ClaimedLine>; row(at: number): Row },
) {
  const printed = (row: Row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, read(value)]));
  const shown = Array.from(
    { length: rows },
    (_, at): DocumentLine => ({ ...PRINTED, ...printed(how.row(at)) }),
  );
  const file = { ...invoice(), kind: 'point_of_sale_file' as const, lines: shown };
  return evidence({
    readings: [file],
    lines: Array.from({ length: lines }, (_, at) => ({ line: `${at + 1}`, ...how.line(at) })),
  });
}

/** Milliseconds of CPU of all that one look does about a claim, beside reading and writing. */
function cpuOf(claim: ClaimEvidence): number {
  const before = process.threadCpuUsage();
  factsOfClaim(claim, { case: claim.claim, claim: claim.claim, usd: claimStake(claim, POLICY) });
  decideClaim(claim, POLICY);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

describe('a claim of 500 lines and a file of 5,000 rows is decided within five seconds of CPU', () => {
  const eur = (value: number) => ({ amount: { amount: `${value}.00`, currency: 'EUR' } });
  test.each([
    [
      'each of another product',
      { line: (at: number) => ({ sku: `P-${at}` }), row: (at: number) => ({ sku: `P-${at % 900}` }) },
    ],
    ['all of one product, none as claimed', { line: () => eur(1), row: () => ({ amount: '2.00' }) }],
    [
      'all of one product, each with another amount',
      { line: (at: number) => eur(at + 1), row: (at: number) => ({ amount: `${at + 1}.00` }) },
    ],
    [
      'of products that no row is of',
      { line: (at: number) => ({ sku: `Q-${at}` }), row: (at: number) => ({ sku: `P-${at}` }) },
    ],
    [
      'each of another invoice',
      {
        line: (at: number) => ({ invoiceNumber: `RE-${at}` }),
        row: (at: number) => ({ invoiceNumber: `RE-${at}` }),
      },
    ],
  ])('%s', (_, how) => {
    expect(cpuOf(claimOf(500, 5_000, how))).toBeLessThan(5_000);
  });
});

test('a line is proved by its own row, however many are like it', () => {
  const day = (at: number) => new Date(Date.UTC(2025, 0, 1 + at)).toISOString().slice(0, 10);
  const claim = claimOf(3, 600, {
    line: (at) => ({ soldOn: day(400 + at) }),
    row: (at) => ({ soldOn: day(at), description: `row ${at}` }),
  });
  const { decision } = decideClaim(claim, POLICY);
  expect(decision.fields.lines).toEqual(
    [400, 401, 402].map((at) => expect.objectContaining({ proof: 'document', soldOn: day(at) })),
  );
  expect(decision.reasons.filter(({ rule }) => rule.endsWith('_differs'))).toEqual([]);
});

test('of many documents those are compared that hold at most 20,000 lines together; the others count as not read', () => {
  const of = (document: string, count: number) => ({
    ...invoice(),
    document,
    lines: Array.from({ length: count }, () => PRINTED),
  });
  const { readings, unread } = withinMostLines([of('a', 15_000), of('b', 5_001), of('c', 5_000)]);
  expect(readings.map(({ document }) => document)).toEqual(['a', 'c']);
  expect(unread).toEqual([{ document: 'b', code: 'too_many_lines' }]);
});
