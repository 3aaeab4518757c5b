import type { CaseIdentity } from './case.ts';

/**
 * Workflow id of a case: `<lifecycle>:<source>:<external id>`, from the second sequence on with `~2`, `~3` … at its end.
 * Bytes outside `[A-Za-z0-9_.]` of a part become `~hh`: the Temporal server's HTTP API answers 404 to `%2F`.
 */
export function caseId(identity: CaseIdentity): string {
  const parts = [identity.lifecycle, identity.source, identity.externalId].map(escapePart).join(':');
  return identity.sequence > 1 ? `${parts}~${identity.sequence}` : parts;
}

/** Names one version of a submission: a redelivery carries the same id. Two lifecycles may know a record by the same name. */
export function submissionId(record: Omit<CaseIdentity, 'sequence'>, version: string): string {
  // Ids may hold `:`; escaped, so that no two (id, version) pairs read the same.
  return `${record.lifecycle}:${record.source}:${encodeURIComponent(record.externalId)}:${version}`;
}

/**
 * Workflow id of an intake: it names what is read, not the event that told of it, so that one reading serves many events.
 * @param again from 2 on: the same bytes are read once more
 */
export function intakeId(source: string, name: string, again = 1): string {
  const id = ['intake', source, name].map(escapePart).join(':');
  return again > 1 ? `${id}~${again}` : id;
}

/** A ticket, named after what it is about: there is one at most. Its writes and its audit go by this id. */
export function ticketId(kind: string, about: string): string {
  return ['ticket', kind, about].map(escapePart).join(':');
}

/** A batch, named after its kind of work and what it is about: `batch:scorecard.period:2026~2dQ3`. Its audit goes by this id. */
export function batchId(kind: string, name: string): string {
  return ['batch', kind, name].map(escapePart).join(':');
}

/** The protection window of a deal is a workflow of its own, named after the deal's case. */
export function protectionId(dealCase: string): string {
  return `${PROTECTION}${dealCase}`;
}
const PROTECTION = 'protection:';

/** The deal whose protection a workflow of this id is; null when it is none. */
export function protectedCaseOf(workflowId: string): string | null {
  return workflowId.startsWith(PROTECTION) ? workflowId.slice(PROTECTION.length) : null;
}

/** What people enter beside decisions on cases. */
export type ByHand = 'appeal' | 'answer' | 'import' | 'undo' | 'batch';

/** What a token for something entered by hand names, so that it is worth nothing as a decision on the case. */
export function byHandId(kind: ByHand, caseId: string): string {
  return `${kind}:${caseId}`;
}

/** Under this name an import of registrations of the past has its chain in the audit trail. */
export function importChain(id: string): string {
  return `history:${id}`;
}

/** The reversal of a case that has ended. */
export function reversalId(original: string): string {
  return `${REVERSAL}${original}`;
}
const REVERSAL = 'reversal:';

/** The case that a reversal undoes; null for a case that is no reversal. */
export function originalOf(caseId: string): string | null {
  return caseId.startsWith(REVERSAL) ? caseId.slice(REVERSAL.length) : null;
}

/** A schedule of an installation: two of them in one namespace have their own. */
export function scheduleId(taskQueue: string, name: string): string {
  return `${taskQueue}-${name}`;
}

/** Name of the schedule that starts a lifecycle's cases. */
export function periodSchedule(lifecycle: string, period: string): string {
  return `${lifecycle}-${period}`;
}

/** Key of one write: case id + step + revision; never the run id (a reset changes it), never a uuid per attempt. */
export function effectKey(caseIdentity: string, step: string, revision: number): string {
  return `${caseIdentity}/${step}/${revision}`;
}

function escapePart(part: string): string {
  // TextEncoder is not among the workflow sandbox's globals; encodeURIComponent is, and gives the same UTF-8 bytes.
  return encodeURIComponent(part)
    .replace(/[^A-Za-z0-9_.%]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => `~${hex.toLowerCase()}`);
}
