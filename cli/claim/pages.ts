import type { CaseRow } from '../../adapters/store/cases.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { CasePages } from '../cases/case-pages.ts';
import { summaryText } from '../cases/case-text.ts';
import { caseWhy } from '../cases/case-why.ts';

/** What is shown of claims. Pages of one case are loaded where one is shown. */
export const claimPages: CasePages = {
  about: 'claim',
  segmentNames: async (regions) => (await import('./segment-names.ts')).claimSegmentNames(regions),
  headline: ({ title, summary, amountUsd }) => ({
    about: title ?? textOf(summary.program),
    amountUsd,
  }),
  headlineThen: ({ stated }) => ({ about: textOf(objectOf(stated).program), amountUsd: null }),
  columns: [{ head: 'VALIDATION', value: (row: CaseRow) => summaryText(row, 'validation') }],
  listed: (row) => ({ program: summaryText(row, 'program'), validation: summaryText(row, 'validation') }),
  show: async (...asked) => (await import('./show.ts')).showClaim(...asked),
  why: caseWhy,
  check: null,
  rehearse: null,
};

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
