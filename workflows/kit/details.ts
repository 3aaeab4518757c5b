import type { CaseStatus, OpenProblem } from '../../domain/case.ts';
import type { GateView } from '../../domain/gate/gate.ts';
import type { CaseView, RefusedAttempt } from '../messages.ts';

/** What the Temporal UI shows of a case, in Markdown: status, why, who has to decide until when, and how. */
export function details(view: CaseView): string {
  const lines = [`**${STATUS[view.status]}**${view.outcome ? ` — ${view.outcome}` : ''}`];
  if (view.openProblem !== 'none') lines.push(`**Look here:** ${PROBLEM[view.openProblem]}`);
  if (view.gate) lines.push(...gateLines(view, view.gate));
  if (view.refused.length > 0) lines.push('Refused lately:', bullets(view.refused.map(refusedLine)));
  if (view.history.length > 0) lines.push('What happened:', bullets(view.history.slice(-12)));
  return lines.join('\n\n');
}

function gateLines({ case: id, mode }: CaseView, gate: GateView): string[] {
  const reasons = gate.reasons.map((one) => `${one.text} (\`${one.rule}\`, ${one.source})`);
  if (reasons.length === 0)
    reasons.push(`nothing speaks against it; the rollout (${mode ?? 'unknown'}) asks for a person`);
  const count = gate.quorum > 1 ? `; ${gate.approvals.length} of ${gate.quorum} people have approved` : '';
  const clock = gate.paused ? 'The clock stands: the partner is being asked.' : `Due ${gate.dueText}.`;
  return [
    `Question ${gate.round} (${gate.kind}):`,
    bullets(reasons),
    `Who: ${gate.assignee ?? 'nobody yet'}; may decide: ${gate.roles.join(', ')}${count}. ${clock}`,
    `How: \`quarterdeck reviews show ${id}\` prints the evidence, with \`--commands\` the exact commands, also for this page.`,
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
  vendor_down: 'a vendor has been away for long; the case goes on by itself when it is back',
  kill_switch: 'the rollout of this segment is off; nothing is written until it changes',
  sla_expired: 'the decision is long overdue',
  refused_signal: 'a decision sent as a signal was refused, see below',
};
