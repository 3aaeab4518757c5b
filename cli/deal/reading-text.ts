import type { Tx } from '../../adapters/store/pool.ts';
import { submissionOf } from '../../adapters/store/submissions.ts';
import type { ReceivedDeal } from '../../domain/deal/canonical-deal.ts';
import { documentLine, tableRows, whereText } from './check-text.ts';

/** How the last submission of a case was read: where each field of a free text stood, and its documents. Holds no personal data. */
export type KeptReading = Required<Pick<ReceivedDeal, 'sources' | 'documents'>> & Pick<ReceivedDeal, 'table'>;

/** Empty for what came as fields. */
export async function keptReading(tx: Tx, id: string): Promise<KeptReading> {
  const kept = await submissionOf(tx, id);
  const { sources = {}, documents = [], table } = (kept?.canonical ?? {}) as unknown as Partial<KeptReading>;
  return { sources, documents, ...(table && { table }) };
}

/** A line per field and document. */
export function readingRows({ sources, documents, table }: KeptReading): Array<readonly [string, string]> {
  return [
    ...(table ? tableRows(table) : []),
    ...Object.entries(sources).map(
      ([field, source]) => [field === 'stated_value' ? 'estimated_value' : field, whereText(source)] as const,
    ),
    ...documents.map((document) => [document.name, documentLine(document)] as const),
  ];
}
