import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readDocument } from '../../adapters/documents/read-document.ts';
import { DOCUMENT_FIELDS, type DocumentField } from '../../domain/documents/document-reading.ts';
import { type Expected, expectedOf } from './expected-documents.ts';
import { type Figure, figure, median, shareFigure } from './figures.ts';
import type { BenchOptions } from './index.ts';

/** Published documents of the tests, where no folder is named. */
const OWN = resolve(import.meta.dirname, '../../test/data/documents');

/**
 * How many values of published documents are read right, field by field, how many are read wrong and thought to be right, and how long a
 * document takes. Beside each `NAME.pdf` of the folder lies what it says (see expectedOf).
 */
export async function* run({ set = OWN, say }: BenchOptions): AsyncGenerator<Figure[]> {
  const of = basename(resolve(set));
  const right = new Map<DocumentField, boolean[]>();
  const seconds: number[] = [];
  let wrong = 0;
  for (const name of readdirSync(set).sort()) {
    const expected = name.endsWith('.pdf') ? expectedOf(join(set, name)) : null;
    if (expected === null) continue;
    const before = performance.now();
    const { fields } = await readDocument({ name, bytes: readFileSync(join(set, name)) });
    seconds.push((performance.now() - before) / 1_000);
    for (const field of DOCUMENT_FIELDS) {
      const value = expected[field];
      if (value === undefined) continue;
      const read = fields[field];
      const isRight = read !== null && same(field, read.value, value);
      right.set(field, [...(right.get(field) ?? []), isRight]);
      if (isRight) continue;
      if (read !== null && read.confidence >= AUTOMATIC) wrong += 1;
      say(`${name}: ${field} is ${read === null ? 'not found' : `another (${read.confidence})`}`);
    }
  }
  if (seconds.length === 0)
    throw new Error(`${set} holds no PDF with what it says beside it: NAME.cii.xml or NAME.json.`);
  yield [
    ...[...right].map(([field, all]) =>
      shareFigure(`claims.extract_accuracy.${of}.${field}`, all.filter(Boolean).length, all.length, ['≥', 0]),
    ),
    figure(`claims.extract_wrong.${of}`, wrong, 'values'),
    figure(`claims.seconds_per_document.${of}`, median(seconds), 's'),
  ];
}

/** As sure as a claim needs without a person. */
const AUTOMATIC = 0.9;

function same(field: keyof Expected, read: string, expected: string): boolean {
  if (field === 'net' || field === 'tax' || field === 'total') return Number(read) === Number(expected);
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return plain(read) === plain(expected);
}
