import { SCHEDULE } from '../domain/case.ts';
import { caseId } from '../domain/identity.ts';
import type { Lifecycle } from '../domain/lifecycles.ts';

/**
 * What starts a case: references only. Its submission is in Postgres; a case that a schedule starts has a period instead and waits
 * for no submission.
 */
export interface CaseInput {
  case: string;
  source: string;
  externalId: string;
  sequence: number;
  /** Null or absent for a case of the company itself. */
  partnerId?: string | null;
  /** What a schedule started it for, such as `2026-Q3`. */
  period?: string;
  /** Records of the sample channel never mix with own data. */
  sample: boolean;
}

/** The record that a case is about. */
export type CaseRecord = Pick<CaseInput, 'source' | 'externalId' | 'sequence'>;

/**
 * What a start says of the case's record, where its id bears it out; null otherwise. Whoever can reach Temporal can start a case under
 * any id with any input: what does not make this id is not believed, and read from Postgres.
 * @param id of the workflow
 */
export function recordIn(input: unknown, lifecycle: Lifecycle, id: string): CaseRecord | null {
  const { source, externalId, sequence } = (input ?? {}) as Partial<Record<keyof CaseInput, unknown>>;
  if (typeof source !== 'string' || typeof externalId !== 'string' || !Number.isSafeInteger(sequence))
    return null;
  const record = { source, externalId, sequence: sequence as number };
  return isWellFormed(record) && caseId({ lifecycle, ...record }) === id ? record : null;
}

/** The period of a case that a schedule has started; its record is the period itself. */
export function periodIn(input: unknown, record: CaseRecord | null): string | null {
  const { period } = (input ?? {}) as Partial<Record<keyof CaseInput, unknown>>;
  return record?.source === SCHEDULE && period === record.externalId ? record.externalId : null;
}

/** A lone surrogate has no UTF-8, so no id. */
function isWellFormed({ source, externalId }: CaseRecord): boolean {
  return source.isWellFormed() && externalId.isWellFormed();
}

/** What a case answers when it has ended. */
export interface CaseResult {
  case: string;
  outcome: string;
}
