import type { CaseRow } from '../../adapters/store/cases.ts';
import type { Reason } from '../../domain/decision.ts';
import type { GateView } from '../../domain/gate/gate.ts';
import { grouped } from '../../domain/grouped.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { ruleName } from '../../domain/rules.ts';

/** The open gate as the workflow keeps it in the row, so that it can be read with no worker running. */
export function openGate(row: CaseRow): GateView | null {
  const gate = objectOf(row.gate);
  const isOne =
    typeof gate.dueAt === 'string' && typeof gate.kind === 'string' && Array.isArray(gate.reasons);
  return isOne ? (gate as unknown as GateView) : null;
}

/** A field of the summary as text; null when the lifecycle does not keep it. */
export function summaryText(row: CaseRow, name: string): string | null {
  const value: Json | undefined = row.summary[name];
  if (value === undefined || value === null || value === '') return null;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A value that should be an object; empty where it is none. */
export function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** An amount as people read it; null where there is none. */
export function amountText(amount: string | null): string | null {
  return amount === null ? null : grouped(amount);
}

/** Why a person is asked, in a few words for a list: the first rule, and how many more. */
export function shortReason(reasons: readonly Reason[]): string {
  const [first, ...more] = reasons;
  if (!first) return 'its segment asks for a person';
  const name = ruleName(first.rule);
  return more.length === 0 ? name : `${name} +${more.length}`;
}

/** The decision in a few sentences, and who wrote them. */
export interface Rationale {
  text: string;
  /** `written by the model M, …`, `written from the reasons`. Of a model's text figures and some words are checked, and never its sense. */
  writtenBy: string;
}

/** The rationale as the row keeps it; null before one was written. */
export function rationaleOf(row: CaseRow): Rationale | null {
  const kept = row.summary.rationale;
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept) || typeof kept.text !== 'string')
    return null;
  const model = typeof kept.model === 'string' ? ` ${kept.model}` : '';
  return {
    text: kept.text,
    writtenBy:
      kept.writtenBy === 'model'
        ? `written by the model${model}, its sense is not checked`
        : 'written from the reasons',
  };
}

/** Where a case stands, behind `it`: `is Approved`, `was rolled back`, `waits for the partner`. */
export function stateText({ status, outcome }: Pick<CaseRow, 'status' | 'outcome'>): string {
  switch (status) {
    case 'rolled_back':
      return 'was rolled back';
    case 'rollback_incomplete':
      return 'was rolled back in part';
    case 'running':
      return 'is under way';
    case 'waiting_for_decision':
      return 'waits for a decision';
    case 'waiting_for_partner':
      return 'waits for the partner';
    default:
      return `is ${outcome ?? status}`;
  }
}
