import { conflictsOf } from '../../adapters/store/deal/conflicts.ts';
import { getEvidence } from '../../adapters/store/evidence.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { summaryText } from '../cases/case-text.ts';
import { fields, wrap } from '../layout.ts';
import type { ReviewAbout, ReviewOf, ReviewPart } from '../reviews/review-part.ts';
import type { Terminal } from '../terminal.ts';
import { clockTime } from '../times.ts';
import { conflictText } from './conflict-text.ts';
import { dealEvidenceText, type KeptEvidence, type ShownEvidence, withoutScores } from './evidence-text.ts';
import { fillRows, keptFills } from './fill-text.ts';
import { keptReading, readingRows } from './reading-text.ts';

/** What a reviewer of a deal registration sees. */
export const dealReview: ReviewOf = {
  advice(row) {
    const score = summaryText(row, 'confidence_score');
    return (
      [summaryText(row, 'triage_status'), score && `score ${score} of 100`].filter(Boolean).join(', ') || null
    );
  },
  async read(tx: Tx, { row, gate, now, zone }: ReviewAbout): Promise<ReviewPart> {
    // Null where the gate rests on none: a write in doubt before the first triage.
    const kept = ((await getEvidence(tx, gate.evidenceHash)) ?? null) as unknown as KeptEvidence | null;
    const evidence = kept && row.blind ? withoutScores(kept) : kept;
    // What stands in its way is what the machine has found.
    const conflicts = row.blind ? [] : await conflictsOf(tx, row.case);
    const fills = await keptFills(tx, row.case, row.revision);
    const reading = await keptReading(tx, row.case);
    const read = readingRows(reading);
    return {
      data: { evidence, conflicts, fills, reading },
      sections: [
        {
          heading: 'What stands in its way',
          lines: (width) => conflicts.flatMap(conflictText).map((line) => wrap(line, width, '  ')),
        },
        {
          heading: evidence
            ? `Evidence ${gate.evidenceHash.slice(0, 12)}, read ${clockTime(evidence.asOf, now, zone)}`
            : 'Evidence',
          lines: (width) => (evidence ? evidenceLines(evidence, width) : []),
        },
        {
          heading: 'Read from free text and documents: confirm each',
          lines: (width) => (read.length > 0 ? [fields(read, width)] : []),
        },
        {
          heading: 'Could fill in what is missing: ask the partner, or override',
          lines: (width) => (fills.length > 0 ? [fields(fillRows(fills), width)] : []),
        },
      ],
    };
  },
};

function evidenceLines(evidence: ShownEvidence, width: Terminal['width']): string[] {
  const { submission, partner, candidates } = dealEvidenceText(evidence);
  const none = candidates.length === 0;
  return [
    fields([...submission, ...partner], width),
    none ? '  No record that may be the same customer.' : '  May be the same customer:',
    ...candidates.map((candidate) => `    ${wrap(candidate, width, '      ').trimStart()}`),
  ];
}
