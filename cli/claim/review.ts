import { getEvidence } from '../../adapters/store/evidence.ts';
import { decisionOf } from '../../adapters/store/rerun.ts';
import type { ClaimDecisionFields } from '../../domain/claim/decision.ts';
import type { ClaimEvidence } from '../../domain/claim/evidence.ts';
import type { DocumentReading } from '../../domain/documents/document-reading.ts';
import { summaryText } from '../cases/case-text.ts';
import { fields, wrap } from '../layout.ts';
import type { ReviewOf } from '../reviews/review-part.ts';
import { decidedLineText, mappingText, moneyText, statedLineText } from './claim-text.ts';

/** What a reviewer of a claim sees. Of a case that is decided blind: what is stated, what documents and records say, and what the program asks. */
export const claimReview: ReviewOf = {
  advice: (row) => {
    const confidence = summaryText(row, 'confidence');
    return (
      [summaryText(row, 'validation'), confidence && `confidence ${confidence}`].filter(Boolean).join(', ') ||
      null
    );
  },
  async read(tx, { row, gate }) {
    const evidence = (await getEvidence(tx, gate.evidenceHash)) as unknown as ClaimEvidence | undefined;
    const kept = row.blind ? undefined : await decisionOf(tx, row.case);
    const decided = kept?.decision.fields as unknown as ClaimDecisionFields | undefined;
    return {
      data: { evidence: evidence ?? null, decision: decided ?? null },
      sections: [
        {
          heading: 'Claimed',
          lines: (width) =>
            (decided?.lines.map(decidedLineText) ?? evidence?.stated.lines.map(statedLineText) ?? []).map(
              (line) => wrap(line, width, '  '),
            ),
        },
        {
          heading: 'What it rests on',
          lines: (width) => (evidence ? [fields(groundsOf(evidence), width)] : []),
        },
        {
          heading: 'Documents',
          lines: (width) => (evidence?.readings ?? []).map((one) => wrap(documentText(one), width, '  ')),
        },
        {
          heading: 'Read from documents and records',
          lines: (width) =>
            (decided?.field_mapping ?? []).flatMap(mappingText).map((line) => wrap(line, width, '  ')),
        },
      ],
    };
  },
};

function groundsOf({
  stated,
  program,
  partner,
  deal,
  agreement,
  submittedOn,
}: ClaimEvidence): [string, string | null][] {
  return [
    [
      'program',
      program && `${program.body.title} (${program.body.program}, version of ${program.body.effectiveFrom})`,
    ],
    ['window', program && `${program.body.window.from} to ${program.body.window.to}`],
    ['submitted', submittedOn],
    ['partner', partner && [partner.name, partner.tier, partner.region].filter(Boolean).join(', ')],
    ['agreement', agreement],
    ['registration', deal && `${deal.record}, ${deal.customer}, ${deal.status}`],
    ['customer', stated.customerName],
    ['invoice', stated.invoiceNumber],
    ['expects', stated.total && moneyText(stated.total)],
  ];
}

function documentText({ document, kind, form, fields: read }: DocumentReading): string {
  const said = Object.entries(read).flatMap(([name, value]) =>
    value && name !== 'iban' ? [`${name} ${value.value}`] : [],
  );
  return [`${document.slice(0, 12)}: ${kind ?? 'of no known kind'} (${form})`, ...said].join(', ');
}
