import type { CaseRow } from '../../adapters/store/cases.ts';
import { getEvidence } from '../../adapters/store/evidence.ts';
import type { ClawbackEvidence, PaidLine } from '../../domain/clawback/evidence.ts';
import type { Json } from '../../domain/json.ts';
import { type CaseFigures, measureCases } from '../../domain/metrics.ts';
import type { CasePages } from '../cases/case-pages.ts';
import { summaryText } from '../cases/case-text.ts';
import { caseWhy } from '../cases/case-why.ts';
import { wrap } from '../layout.ts';
import type { FiguresOf } from '../metrics/figures-of.ts';
import type { ReviewOf } from '../reviews/review-part.ts';

/** What is shown of clawbacks. */
export const clawbackPages: CasePages = {
  about: 'sale',
  segmentNames: async (regions) => (await import('./segment-names.ts')).clawbackSegmentNames(regions),
  headline: ({ title, summary, amountUsd }) => ({ about: title ?? textOf(summary.claim), amountUsd }),
  headlineThen: ({ stated }) => ({
    about:
      typeof stated === 'object' && stated !== null && !Array.isArray(stated) ? textOf(stated.claim) : null,
    amountUsd: null,
  }),
  columns: [{ head: 'ADVICE', value: (row: CaseRow) => summaryText(row, 'advice') }],
  listed: (row) => ({ claim: summaryText(row, 'claim'), advice: summaryText(row, 'advice') }),
  show: async (_tx, row) => ({
    data: {},
    fields: () => [
      ['cause', summaryText(row, 'cause')],
      ['claim', summaryText(row, 'claim')],
      ['advice', summaryText(row, 'advice')],
    ],
    sections: [],
  }),
  why: caseWhy,
  check: null,
  rehearse: null,
};

export const clawbackReview: ReviewOf = {
  advice: (row) => summaryText(row, 'advice'),
  async read(tx, { gate }) {
    const evidence = (await getEvidence(tx, gate.evidenceHash)) as unknown as ClawbackEvidence | undefined;
    return {
      data: { evidence: evidence ?? null },
      sections: [
        {
          heading: 'What was refunded',
          lines: (width) => (evidence ? [wrap(refundText(evidence), width, '  ')] : []),
        },
        {
          heading: 'What was paid for it',
          lines: (width) => (evidence?.lines ?? []).map((line) => wrap(paidText(line), width, '  ')),
        },
      ],
    };
  },
};

export const clawbackFigures: FiguresOf<CaseFigures> = {
  adviceField: 'advice',
  measure: (cases) => measureCases(cases, 'automatic'),
  rates: [],
};

function refundText({ stated: { refunded, on, claim, invoiceNumber } }: ClawbackEvidence): string {
  const what = refunded === 'whole' ? 'all of it' : `${refunded.amount} ${refunded.currency}`;
  return `${what} on ${on}, of ${claim ?? `invoice ${invoiceNumber}`}`;
}

/** `claim:files:C-1#1: EP-PRO, 4000.00 EUR, sold 2026-10-01, partner 7501, launch: 50.00 EUR would be taken back` */
function paidText({ line, sku, amount, soldOn, partner, program, back, waits }: PaidLine): string {
  const then = waits
    ? 'it waits for budget, and would not be paid'
    : `${back.amount} ${back.currency} would be taken back`;
  return `${line}: ${sku}, ${amount.amount} ${amount.currency}, sold ${soldOn}, partner ${partner}, ${program}: ${then}`;
}

const textOf = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);
