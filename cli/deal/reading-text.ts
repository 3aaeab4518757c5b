import type { Tx } from '../../adapters/store/pool.ts';
import { submissionOf } from '../../adapters/store/submissions.ts';
import type { ReceivedDeal } from '../../domain/deal/canonical-deal.ts';
import { documentText, whereText } from './check-text.ts';

/** How the last submission of a case was read: where each field of a free text stood, and its documents. Holds no personal data. */
export type KeptReading = Required<Pick<ReceivedDeal, 'sources' | 'documents'>>;

/** Empty for what came as fields. */
export async function keptReading(tx: Tx, id: string): Promise<KeptReading> {
  const kept = await submissionOf(tx, id);
  const { sources = {}, documents = [] } = (kept?.canonical ?? {}) as unknown as Partial<KeptReading>;
  return { sources, documents };
}

/** A line per field and document. */
export function readingRows({ sources, documents }: KeptReading): Array<readonly [string, string]> {
  return [
    ...Object.entries(sources).map(
      ([field, source]) => [field === 'stated_value' ? 'estimated_value' : field, whereText(source)] as const,
    ),
    ...documents.map((document) => [document.name, documentText(document)] as const),
  ];
}
