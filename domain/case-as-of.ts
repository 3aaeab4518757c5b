import type { AuditEntry } from './audit.ts';
import type { CaseStatus } from './case.ts';
import type { Json, JsonObject } from './json.ts';

/** The question that was open at an instant. */
export interface AskedThen {
  kind: string;
  round: number;
  /** Null where nobody was, and after a reassignment in 0.2.0, whose trail does not say to whom. */
  assignee: string | null;
  /** UTC instant, ISO 8601. */
  dueAt: string;
  /** The partner was being asked. */
  paused: boolean;
}

/** A case as it stood at an instant, by its audit trail alone. What the trail does not hold is null. */
export interface CaseAsOf {
  /** Null: nothing of it was there yet. */
  status: CaseStatus | null;
  outcome: string | null;
  revision: number | null;
  segment: string | null;
  mode: string | null;
  /** What the last look advised, in the words of its lifecycle (`triage_status`, `confidence_score`). */
  advised: JsonObject;
  question: AskedThen | null;
  /** UTC instant, ISO 8601. */
  protectedUntil: string | null;
  /** Hash of the evidence that the last decision rested on, and of that decision's policy. */
  evidenceHash: string | null;
  policyVersion: string | null;
  /** When the last thing before had happened, UTC. */
  changedAt: string | null;
}

const NOTHING: CaseAsOf = {
  status: null,
  outcome: null,
  revision: null,
  segment: null,
  mode: null,
  advised: {},
  question: null,
  protectedUntil: null,
  evidenceHash: null,
  policyVersion: null,
  changedAt: null,
};

/**
 * Folds a case's entries up to an instant, inclusive.
 * @param entries all of them, in the order of the chain: what came after says whether a first approval had settled the question
 * @param asOf UTC, ISO 8601. @param openNow whether its last question is still open
 */
export function caseAsOf(entries: readonly AuditEntry[], asOf: string, openNow: boolean): CaseAsOf {
  const then = Date.parse(asOf);
  return entries.reduce<CaseAsOf>((state, entry, index) => {
    // Whoever looks at a case changes nothing of it.
    if (Date.parse(entry.at) > then || entry.action === 'case.opened') return state;
    const next = afterEntry(state, entry, () => staysOpen(entries.slice(index + 1), openNow));
    const status = next.question ? waiting(next.question) : next.status;
    return { ...next, status, changedAt: entry.at };
  }, NOTHING);
}

function waiting({ paused }: AskedThen): CaseStatus {
  return paused ? 'waiting_for_partner' : 'waiting_for_decision';
}

function afterEntry(state: CaseAsOf, entry: AuditEntry, stays: () => boolean): CaseAsOf {
  const closed = { ...state, question: null, status: 'running' as const };
  switch (entry.action) {
    case 'submission.received':
    case 'submission.edited':
      return { ...state, status: state.status ?? 'running', revision: number(entry.revision) };
    case 'decision.computed':
      return {
        ...state,
        status: 'running',
        revision: number(entry.revision),
        segment: text(entry.segment),
        mode: text(entry.mode),
        advised: advisedIn(entry),
        evidenceHash: text(entry.evidence),
        policyVersion: text(entry.policy),
      };
    // It was decided blind: until then nobody was told what the machine advised.
    case 'decision.revealed':
      return { ...state, advised: advisedIn(entry) };
    case 'case.parked':
      return { ...state, mode: 'off', segment: text(entry.segment) };
    case 'gate.opened':
      return { ...state, question: asked(entry) };
    case 'gate.closed':
    case 'case.rollback_started':
      return closed;
    case 'decision.accepted':
      return afterDecision(state, entry, stays, closed);
    case 'case.closed': {
      const protectedUntil = text(entry.protectedUntil);
      return { ...state, question: null, status: 'completed', outcome: text(entry.outcome), protectedUntil };
    }
    case 'protection.extended':
      return { ...state, protectedUntil: text(entry.protectedUntil) };
    case 'protection.expired':
      return { ...state, protectedUntil: null };
    case 'case.rolled_back':
      return { ...state, question: null, status: 'rolled_back', protectedUntil: null };
    case 'case.rollback_incomplete':
      return { ...state, question: null, status: 'rollback_incomplete' };
    default:
      return { ...state, status: state.status ?? 'running' };
  }
}

/** What is said of every decision that is computed. */
const COMMON = new Set(
  'at actor action revision decider evidence decision policy build mode segment outcome blind share'.split(
    ' ',
  ),
);

function advisedIn(entry: AuditEntry): JsonObject {
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !COMMON.has(name)));
}

function asked(entry: AuditEntry): AskedThen {
  return {
    kind: String(entry.kind),
    round: number(entry.round) ?? 0,
    assignee: text(entry.assignee),
    dueAt: String(entry.dueAt),
    paused: entry.paused === true,
  };
}

function afterDecision(
  state: CaseAsOf,
  { decision, round, assignee, dueAt }: AuditEntry,
  stays: () => boolean,
  closed: CaseAsOf,
): CaseAsOf {
  const { question } = state;
  if (!question) return state;
  if (decision === 'request_information') return { ...state, question: { ...question, paused: true } };
  if (decision === 'reassign') {
    const handed = { assignee: text(assignee), dueAt: text(dueAt) ?? question.dueAt };
    return { ...state, question: { ...question, ...handed } };
  }
  if (!stays()) return closed;
  // An override that needs a second person is asked anew, in the next round.
  const next = (number(round) ?? question.round) + (decision === 'override' ? 1 : 0);
  return { ...state, question: { ...question, round: next } };
}

const ENDS_A_QUESTION = ['gate.opened', 'gate.closed', 'case.closed', 'case.rollback_started'];
const SETTLES = ['approve', 'override', 'reject', 'rollback'];

/** Whether a decision was one of several that a question needed: another one followed before the question ended. */
function staysOpen(later: readonly AuditEntry[], openNow: boolean): boolean {
  const end = later.findIndex(({ action }) => ENDS_A_QUESTION.includes(action));
  const before = end < 0 ? later : later.slice(0, end);
  const followed = before.some(
    ({ action, decision }) => action === 'decision.accepted' && SETTLES.includes(String(decision)),
  );
  return followed || (end < 0 && openNow);
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: Json | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
