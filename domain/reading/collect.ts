import type { DealFields } from '../deal/registration.ts';
import type { Choice } from './choose.ts';
import type { Candidate, FieldName, TextReading } from './finding.ts';
import { saysNothing, single } from './label-values.ts';
import type { Labelled } from './labelled.ts';
import type { Page } from './page.ts';
import { FINDING_TITLES, type ReadingCode } from './titles.ts';

/** One way to find a field. */
export type Way<T> = () => Choice<T>;

/** Gathers a reading field by field. */
export interface Collector {
  readonly result: TextReading;
  /** The first way that finds something, or says why it cannot be read, is taken: its value with its place, or null with a finding. */
  take<T>(field: FieldName, ways: readonly Way<T>[], where?: 'text' | 'subject'): T | null;
  /** By label: the sender's before forwarded ones, strong before weak. */
  labelled<T>(
    field: FieldName,
    read: (label: Labelled) => Candidate<T> | null,
    same: (value: T) => string,
  ): Way<T>[];
}

export function collector({ lines, labels }: Page): Collector {
  const result: TextReading = { fields: { ...EMPTY }, sources: {}, findings: [] };
  const lineAt = (offset: number) => lines.findLast((line) => line.start <= offset)?.number ?? 1;
  const note = (field: FieldName, code: ReadingCode) => {
    result.findings.push({ code, field, title: FINDING_TITLES[code] });
  };
  return {
    result,
    take(field, ways, where = 'text') {
      for (const way of ways) {
        const choice = way();
        if (choice === null) continue;
        if ('code' in choice) {
          note(field, choice.code);
          return null;
        }
        const { value, start, end, rule, code } = choice.candidate;
        if (code !== undefined) note(field, code);
        if (value === null) return null;
        result.sources[field] = { where, line: where === 'text' ? lineAt(start) : 1, start, end, rule };
        return value;
      }
      return null;
    },
    labelled: (field, read, same) =>
      [false, true].flatMap((forwarded) =>
        [true, false].map((strong) => () => {
          const of = labels.filter(
            (one) => one.field === field && one.strong === strong && one.forwarded === forwarded,
          );
          return single(of.filter((one) => !saysNothing(one)).map(read), same, `${SHORT[field]}_ambiguous`);
        }),
      ),
  };
}

const EMPTY: DealFields = {
  customer_name: null,
  opportunity_name: null,
  stated_value: null,
  expected_close_date: null,
  primary_contact_email: null,
  partner_notes: null,
};

/** What a finding's code calls the field. */
const SHORT = {
  customer_name: 'customer',
  opportunity_name: 'opportunity',
  stated_value: 'amount',
  expected_close_date: 'date',
  primary_contact_email: 'contact',
  partner_notes: 'notes',
} as const satisfies Record<FieldName, string>;
