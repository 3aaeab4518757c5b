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
      ...(extra.amountMinor === undefined ? [] : [{ key: attributes.AmountMinor, value: extra.amountMinor }]),
    ];
    const changed = now.filter(({ key, value }) => written[key.name] !== plain(value));
    // What is merely learnt (segment, amount) goes along with the next change of state: an event each would double the history.
    if (!changed.some(({ key }) => STATE.has(key.name))) return;
    for (const { key, value } of changed) written[key.name] = plain(value) ?? null;
    upsertSearchAttributes(changed);
  };
}

/** The tick of its time makes it so. Histories of before there was the attribute have no such change. */
function isOverdue(gate: CaseView['gate']): boolean {
  return gate !== null && !gate.paused && Date.parse(gate.dueAt) <= Date.now() && patched('overdue');
}

function plain(value: unknown): string | number | boolean | null {
  return value instanceof Date
    ? value.toISOString()
    : ((value as string | number | boolean | undefined) ?? null);
}
