import type { CaseKind, CaseStatus, OpenProblem } from '../../domain/case.ts';
import type { GateView } from '../../domain/gate/gate.ts';
import { grouped } from '../../domain/grouped.ts';
import { exampleInput, reviewQuestionOf } from '../../domain/questions.ts';
import type { CaseView, RefusedAttempt } from '../messages.ts';

/** What a question is about, by references only: Temporal keeps what its UI shows. */
export interface About {
  lifecycle: CaseKind;
  /** Where the record came from, and its id there. */
  source?: string;
  externalId?: string;
  partnerId?: string | null;
  /** USD cents. */
  amountMinor?: number;
}

/**
 * What the Temporal UI shows of a case, in Markdown: its status; of an open question what is asked, for whom, how much and why, who
 * has to decide until when, and the JSON that decides it.
 */
export function details(view: CaseView, about?: About): string {
  const lines = [`**${STATUS[view.status]}**${view.outcome ? ` — ${view.outcome}` : ''}`];
  if (view.openProblem !== 'none') lines.push(`**Look here:** ${PROBLEM[view.openProblem]}`);
  if (view.gate) lines.push(...gateLines(view, view.gate, about));
  if (view.refused.length > 0) lines.push('Refused lately:', bullets(view.refused.map(refusedLine)));
  if (view.history.length > 0) lines.push('What happened:', bullets(view.history.slice(-12)));
  return lines.join('\n\n');
}

function gateLines({ case: id, mode }: CaseView, gate: GateView, about: About | undefined): string[] {
  const reasons = gate.reasons.map((one) => `${one.text} (\`${one.rule}\`, ${one.source})`);
  if (reasons.length === 0)
    reasons.push(`nothing speaks against it; the rollout (${mode ?? 'unknown'}) asks for a person`);
  const count = gate.quorum > 1 ? `; ${gate.approvals.length} of ${gate.quorum} people have approved` : '';
  const clock = gate.paused ? 'The clock stands: the partner is being asked.' : `Due ${gate.dueText}.`;
  return [
    `Question ${gate.round} (${gate.kind}): ${about ? asked(about, gate) : ''}`.trimEnd(),
    bullets(reasons),
    `Who: ${gate.assignee ?? 'nobody yet'}; may decide: ${gate.roles.join(', ')}${count}. ${clock}`,
    `How: \`quarterdeck reviews show ${id}\` prints the evidence, with \`--commands\` the exact commands, also for this page.`,
    ...(about ? inputs(about.lifecycle, gate) : []),
  ];
}

/** What is asked, of which record, for whom, and how much it is worth. */
function asked({ lifecycle, source, externalId, partnerId, amountMinor }: About, { kind }: GateView): string {
  const what = kind === 'review' ? reviewQuestionOf(lifecycle).question : QUESTION[kind];
  const worth = amountMinor ? `USD ${grouped((amountMinor / 100).toFixed(2))}` : null;
  const references = [
    externalId && `\`${externalId}\` from ${source}`,
    partnerId && `partner ${partnerId}`,
    worth,
  ];
  return `${what} ${references.filter(Boolean).join(', ')}`;
}

const QUESTION: Record<Exclude<GateView['kind'], 'review'>, string> = {
  effect: 'it cannot be proved whether a write landed. Approve sends it again, rollback undoes the case.',
  rollback: 'this undo moves money. May it run?',
};

/** The inputs of the Update `decide`; those of a Signal are the same without the action. */
function inputs(lifecycle: CaseKind, gate: GateView): string[] {
  const soon = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  const ready = { round: gate.round, by: gate.assignee, soon };
  return [
    'Ready to paste (More Actions, Send an Update `decide`). `quarterdeck reviews sign` makes the TOKEN; where unsigned decisions are allowed, leave it out:',
    bullets(gate.actions.map((action) => `\`${exampleInput(lifecycle, action, ready)}\``)),
  ];
}

function refusedLine(one: RefusedAttempt): string {
  return `${one.at} ${one.action} by ${one.by} (${one.via}): ${one.message} (\`${one.code}\`)`;
}

function bullets(lines: string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

const STATUS: Record<CaseStatus, string> = {
  running: 'Running',
  waiting_for_decision: 'Waiting for a decision',
  waiting_for_partner: 'Waiting for the partner',
  completed: 'Completed',
  rolled_back: 'Rolled back',
  rollback_incomplete: 'Rolled back in part',
  failed: 'Failed',
};

const PROBLEM: Record<Exclude<OpenProblem, 'none'>, string> = {
  rollback_incomplete: 'some writes could not be undone, see the history',
  effect_in_doubt: 'it cannot be proved whether a write landed; a person has to say retry or roll back',
  step_failed: 'a step failed that should not; it is tried again every hour, see the history',
  vendor_down: 'a vendor has been away for long; the case goes on by itself when it is back',
  kill_switch: 'the rollout of this segment is off; nothing is written until it changes',
  sla_expired: 'the decision is long overdue',
  staff_unreached: 'no channel takes what a person has to be told; it is tried again',
  refused_signal: 'a decision sent as a signal was refused, see below',
};
