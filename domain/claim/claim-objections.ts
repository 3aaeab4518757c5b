import { documentName } from './document-proof.ts';
import type { ClaimEvidence } from './evidence.ts';
import { type Objection, objection } from './objection.ts';
import type { ProvenLine } from './proven-line.ts';

/** What speaks against a claim as it came in: odd fields, an unclear program or partner, unread documents, lines that nothing shows. */
export function claimObjections(evidence: ClaimEvidence, lines: readonly ProvenLine[]): Objection[] {
  return [
    ...evidence.problems.map(({ code, field, title }) =>
      objection('claim.intake', title, field === null ? 'submission' : `submission#${field}`, {
        value: code,
      }),
    ),
    ...programObjections(evidence),
    ...partnerObjections(evidence),
    ...evidence.unread.map(({ document, code }) =>
      objection(
        'claim.document_unread',
        `A document could not be read (${code.replaceAll('_', ' ')})`,
        documentName(document),
        { value: code, remedy: 'The same document as a file that can be read' },
      ),
    ),
    ...(lines.length === 0
      ? [objection('claim.lines', 'It names no line of a sale', 'submission#lines')]
      : []),
    ...lines.flatMap(({ line, proof, source }) =>
      proof === 'none'
        ? [
            objection(
              'claim.unproved',
              'No record and no document that was read with confidence shows this line as it is claimed',
              source.record,
              { line, remedy: 'The invoice of the sale, as a file with text' },
            ),
          ]
        : [],
    ),
  ];
}

function programObjections({ stated, program, candidates }: ClaimEvidence): Objection[] {
  if (program !== null) return [];
  const text =
    stated.program === null
      ? candidates.length === 0
        ? 'It names no program, and none is open to it on the day of the sale'
        : `It names no program, and it may be meant for ${candidates.join(', ')}`
      : 'No program of this name was in force on the day of the sale';
  return [objection('claim.program', text, 'submission#program')];
}

function partnerObjections({ stated, partner, deal }: ClaimEvidence): Objection[] {
  const record = `prm:${stated.partnerId}`;
  return [
    ...(partner === null ? [objection('claim.partner', 'The partner is not in the PRM', record)] : []),
    ...(partner && !partner.active ? [objection('claim.partner', 'The partner is not active', record)] : []),
    ...(stated.dealId !== null && deal?.partnerId !== stated.partnerId
      ? [objection('claim.deal', 'The partner has no such registration', 'submission#deal_id')]
      : []),
  ];
}
