import type { SearchAttributeUpdatePair } from '@temporalio/common';
import { patched, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { JsonObject } from '../../domain/json.ts';
import type { CaseView } from '../messages.ts';
import { attributes } from '../search-attributes.ts';
import type { Shown } from './progress.ts';

const STATE = new Set<string>(
  [
    attributes.CaseStatus,
    attributes.OpenProblem,
    attributes.Outcome,
    attributes.GateKind,
    attributes.GateDue,
    attributes.Overdue,
  ].map(({ name }) => name),
);

/** Upserts what differs from what the case was started with or has written since. */
export function attributeWriter(): (view: CaseView, extra: Shown) => void {
  const started = workflowInfo().typedSearchAttributes;
  const written: JsonObject = {};
  const before = started.get(attributes.Versions) ?? [];
  for (const key of Object.values(attributes)) written[key.name] = plain(started.get(key)) ?? null;
  return (view, extra) => {
    const now: SearchAttributeUpdatePair[] = [
      { key: attributes.CaseStatus, value: view.status },
      { key: attributes.OpenProblem, value: view.openProblem },
      { key: attributes.Outcome, value: view.outcome },
      { key: attributes.GateKind, value: view.gate?.kind ?? null },
      { key: attributes.Assignee, value: view.gate?.assignee ?? null },
      { key: attributes.GateDue, value: view.gate ? new Date(view.gate.dueAt) : null },
      { key: attributes.Overdue, value: isOverdue(view.gate) || null },
      ...(extra.partnerId ? [{ key: attributes.Partner, value: extra.partnerId }] : []),
      ...(extra.segment ? [{ key: attributes.Segment, value: extra.segment }] : []),
      ...(extra.versions ? [{ key: attributes.Versions, value: merged(before, extra.versions) }] : []),
      ...(extra.amountMinor === undefined ? [] : [{ key: attributes.AmountMinor, value: extra.amountMinor }]),
    ];
    const changed = now.filter(({ key, value }) => written[key.name] !== plain(value));
    // Segment, amount and versions are written with the next change of state: with an event for each, the history would double.
    if (!changed.some(({ key }) => STATE.has(key.name))) return;
    for (const { key, value } of changed) written[key.name] = plain(value) ?? null;
    upsertSearchAttributes(changed);
  };
}

/** True from the tick at which its time is over. Histories that are older than the attribute have no such change. */
function isOverdue(gate: CaseView['gate']): boolean {
  return gate !== null && !gate.paused && Date.parse(gate.dueAt) <= Date.now() && patched('overdue');
}

/** A run that comes after another one adds to what that one has found. */
function merged(before: readonly string[], now: readonly string[]): string[] {
  return [...new Set([...before, ...now])];
}

function plain(value: unknown): string | number | boolean | null {
  if (Array.isArray(value)) return value.join('\n');
  return value instanceof Date
    ? value.toISOString()
    : ((value as string | number | boolean | undefined) ?? null);
}
