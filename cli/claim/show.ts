import { claimOf } from '../../adapters/store/claim/claims.ts';
import { decisionOf } from '../../adapters/store/rerun.ts';
import type { ClaimDecisionFields } from '../../domain/claim/decision.ts';
import type { CasePages } from '../cases/case-pages.ts';
import { summaryText } from '../cases/case-text.ts';
import { wrap } from '../layout.ts';
import { decidedLineText, mappingText } from './claim-text.ts';

/** What is shown of a claim beside what is shown of every case. */
export const showClaim: CasePages['show'] = async (tx, row, partner) => {
  const claim = (await claimOf(tx, row.case)) ?? null;
  // What the machine makes of a case that is decided blind is nobody's to see before.
  const kept = row.blind ? undefined : await decisionOf(tx, row.case);
  const fields = kept?.decision.fields as unknown as ClaimDecisionFields | undefined;
  const lines = fields?.lines ?? [];
  const mapping = partner ? [] : (fields?.field_mapping ?? []);
  return {
    data: {
      claim: claim && {
        program: claim.program,
        status: claim.status,
        ...(row.blind ? {} : { validation: claim.validation }),
      },
      ...(row.blind ? {} : { lines, field_mapping: mapping }),
    },
    fields: () => [
      ['program', summaryText(row, 'program')],
      ['validation', summaryText(row, 'validation')],
      ['status of the claim', claim?.status ?? null],
    ],
    sections: [
      {
        heading: 'Lines',
        lines: (width) => lines.map((line) => wrap(decidedLineText(line), width, '  ')),
      },
      {
        heading: 'Read from documents and records',
        lines: (width) => mapping.flatMap(mappingText).map((line) => wrap(line, width, '  ')),
      },
    ],
  };
};
