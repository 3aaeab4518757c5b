import type { ClaimEvidence } from './evidence.ts';
import type { ProvenLine } from './proven-line.ts';
import { programsOfSale } from './sale-days.ts';

/** Names of what a partner may be asked for; the texts of notices have words for each. */
export const ASKED_FOR = [
  'program',
  'lines',
  'sold_on',
  'amount',
  'persons',
  'consent',
  'public_sector',
  'document.invoice',
  'document.receipt',
  'document.proof_of_delivery',
  'document.proof_of_performance',
  'document.attendee_list',
  'document.point_of_sale_file',
] as const;
export type AskedFor = (typeof ASKED_FOR)[number];

/** What only the partner can supply, without which the claim cannot be decided. */
export function missingFor(
  evidence: ClaimEvidence,
  lines: readonly Pick<ProvenLine, 'amount' | 'soldOn'>[],
): AskedFor[] {
  const { stated, program, versions, readings, unread, edited } = evidence;
  if (edited !== null) return [];
  const kinds = readings.map(({ kind }) => kind);
  const { payee, notPayable } = program?.body ?? {};
  const wanted = new Set(programsOfSale(evidence).flatMap(({ proof }) => proof.documents));
  const paysPersons = payee === 'person';
  return [
    ...(stated.program === null && program === null && versions.length === 0 ? (['program'] as const) : []),
    ...(lines.length === 0 ? (['lines'] as const) : []),
    ...(lines.some(({ soldOn }) => soldOn === null) ? (['sold_on'] as const) : []),
    ...(lines.some(({ amount }) => amount === null) ? (['amount'] as const) : []),
    ...(paysPersons && stated.persons.length === 0 ? (['persons'] as const) : []),
    ...(paysPersons && stated.persons.some(({ consent }) => consent === null) ? (['consent'] as const) : []),
    ...(notPayable?.publicSector && stated.publicSector === null ? (['public_sector'] as const) : []),
    // One that could not be read, or whose kind cannot be told, may be the one: a person looks first.
    ...(unread.length > 0 || kinds.includes(null)
      ? []
      : [...wanted].filter((kind) => !kinds.includes(kind)).map((kind) => `document.${kind}` as const)),
  ];
}
