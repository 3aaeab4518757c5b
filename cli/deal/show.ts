import { conflictsOf } from '../../adapters/store/deal/conflicts.ts';
import { registrationOf } from '../../adapters/store/deal/registrations.ts';
import { type PrefilledClaim, prefilledClaimOf } from '../../adapters/store/prefilled-claims.ts';
import { conflictForPartner } from '../../domain/deal/conflict-history.ts';
import { ruleName } from '../../domain/rules.ts';
import type { CasePages } from '../cases/case-pages.ts';
import { amountText, summaryText } from '../cases/case-text.ts';
import { fields, wrap } from '../layout.ts';
import { clockTime } from '../times.ts';
import { conflictText } from './conflict-text.ts';
import { keptReading, readingRows } from './reading-text.ts';

/** What is shown of a registration beside what is shown of every case. */
export const showDeal: CasePages['show'] = async (tx, row, partner) => {
  const reading = await keptReading(tx, row.case);
  const registration = (await registrationOf(tx, row.case)) ?? null;
  const claim = row.blind ? null : ((await prefilledClaimOf(tx, row.case)) ?? null);
  // What the machine has found in a case that is decided blind is nobody's to see before.
  const conflicts = row.blind ? [] : await conflictsOf(tx, row.case);
  const read = readingRows(reading);
  const shown = partner ? conflicts.map(conflictForPartner) : conflicts;
  return {
    data: { registration, claim, reading, conflicts: shown },
    fields: ({ now, zone }) => [
      ['triage_status', summaryText(row, 'triage_status')],
      ['confidence_score', summaryText(row, 'confidence_score')],
      ['registration', registration?.status ?? null],
      ['closed because', registration?.closureReason ?? null],
      ['claim pre-filled', claim && claimText(claim)],
      [
        'protected until',
        registration?.protectedUntil ? clockTime(registration.protectedUntil, now, zone) : null,
      ],
    ],
    sections: [
      {
        heading: 'How it was read',
        lines: (width) => (read.length > 0 ? [fields(read, width)] : []),
      },
      {
        heading: 'What stands in its way',
        lines: (width) =>
          partner ? [] : conflicts.flatMap(conflictText).map((line) => wrap(line, width, '  ')),
      },
    ],
  };
};

/** The claim on market development funds that the registration proposes, and what speaks against it. */
function claimText({ claim, campaign, amount, problems }: PrefilledClaim): string {
  const against = problems.length === 0 ? 'nothing speaks against it' : problems.map(ruleName).join(', ');
  const money = amount && `${amount.currency} ${amountText(amount.amount)}`;
  return `${[claim, campaign, money].filter(Boolean).join(', ')}; ${against}`;
}
