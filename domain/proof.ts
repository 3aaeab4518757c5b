import type { AuditEntry } from './audit.ts';
import { type BatchCommand, COMMAND_ACTIONS } from './batch.ts';
import { canonicalText } from './evidence.ts';
import { may, type Verb } from './gate/authority.ts';
import { type AuthorityState, stateOfVersion } from './gate/authority-log.ts';
import { keyObjection, type Loss, lossOf } from './gate/key-validity.ts';
import { editsText, type TokenClaims } from './gate/token.ts';
import { byHandId, protectionId } from './identity.ts';
import type { Json, JsonObject } from './json.ts';
import { lookupTable } from './lookup-table.ts';
import type { Receipt } from './receipt.ts';

/** What proves later that a person signed: kept as evidence of kind `proof`. */
export type Proof = {
  token: string;
  /** The key that the token was checked with: SPKI, base64. */
  publicKey: string;
  /** What the token signs, without the token. */
  request: JsonObject;
};

/** What a person signs, and is proved by it. */
export const SIGNED_ACTIONS: readonly string[] = [
  'decision.accepted',
  'rollout.changed',
  'protection.extended',
  'case.checked',
  'person.erased',
  'appeal.opened',
  'submission.answered',
  'history.imported',
  'history.undone',
  ...Object.values(COMMAND_ACTIONS),
];

/** What the token of an action names where that is not the case itself. */
const ABOUT = lookupTable<(caseId: string) => string>({
  'protection.extended': protectionId,
  'appeal.opened': (id) => byHandId('appeal', id),
  'submission.answered': (id) => byHandId('answer', id),
  'history.imported': (id) => byHandId('import', id),
  'history.undone': (id) => byHandId('undo', id),
  ...ofCommands((id: string) => byHandId('batch', id)),
});

/** The same for every command to a batch. */
function ofCommands<T>(value: T): Record<string, T> {
  return Object.fromEntries(Object.values(COMMAND_ACTIONS).map((action) => [action, value]));
}

/** A row of the audit trail that says that a person did something. */
export interface SignedRow {
  case: string;
  seq: number;
  hash: string;
  entry: AuditEntry;
}

export interface ProofChecks {
  sha256(text: string): string;
  /** The claims of a token whose signature is good under this public key. */
  verifyToken(token: string, publicKey: string): TokenClaims | undefined;
}

/** A signer's clock may be so many seconds ahead of ours. */
const SKEW = 60;

/**
 * Why a row does not prove that the person who is named in it signed it; else `claims`, what was signed.
 * @param proof of any shape: whoever can write evidence has written it
 * @param states every state of the signed log of authority
 */
export function provenBy(
  row: SignedRow,
  proof: Proof | undefined,
  states: readonly AuthorityState[],
  checks: ProofChecks,
): { claims: TokenClaims } | string {
  if (!proof) return 'the token that it names is not kept';
  try {
    return proven(row, proof, states, checks);
  } catch {
    return 'what is kept to prove it cannot be read';
  }
}

function proven(
  row: SignedRow,
  proof: Proof,
  states: readonly AuthorityState[],
  { sha256, verifyToken }: ProofChecks,
): { claims: TokenClaims } | string {
  const { entry } = row;
  const state = stateOfSigning(entry, states);
  const key = state.keys.get(String(entry.signedWith));
  if (!key) return `key ${entry.signedWith} was not countersigned then`;
  const claims = verifyToken(proof.token, key.publicKey);
  if (!claims || proof.publicKey !== key.publicKey) return `its token is not signed by key ${key.kid}`;
  const { request } = proof;
  const about = ABOUT[entry.action]?.(row.case) ?? row.case;
  const at = Date.parse(entry.at) / 1000;
  const differs = [
    key.person !== entry.actor || claims.actor !== entry.actor || request.by !== entry.actor
      ? 'person'
      : null,
    claims.case !== about ? 'case' : null,
    claims.action !== request.action ? 'action' : null,
    claims.round !== request.round ? 'round' : null,
    claims.editsHash !== sha256(editsText(request as never)) ? 'reason, edits, to or questions' : null,
    at < claims.iat - SKEW || claims.exp <= at ? 'time' : null,
    ...said(row, claims, request, sha256),
  ].filter((one) => one !== null);
  if (differs.length > 0) return `its token was signed for another ${differs.join(', ')}`;
  return signerProblem(entry, state) ?? { claims };
}

/** The authority under which a row says that it was signed. */
function stateOfSigning({ authorityVersion }: AuditEntry, states: readonly AuthorityState[]): AuthorityState {
  return stateOfVersion(states, Number(authorityVersion));
}

/** Why whoever signed a row could not have done so under a state of authority; null when they could. */
function signerProblem(entry: AuditEntry, state: AuthorityState): string | null {
  const key = state.keys.get(String(entry.signedWith));
  if (!key) return `key ${entry.signedWith} was not countersigned then`;
  return keyObjection(key, entry.at) ?? standingProblem(entry, state);
}

/**
 * Since when whoever has signed a row could not have done so any more; null while they still could. A decision has a receipt of its own
 * moment; anything else counts only if a checkpoint from before the loss covers its row.
 */
export function signerLoss(entry: AuditEntry, states: readonly AuthorityState[]): Loss | null {
  const { version } = stateOfSigning(entry, states);
  const since = states.filter((state) => state.version >= version);
  return lossOf(since, String(entry.signedWith), (state) => signerProblem(entry, state));
}

/** Whether a change of the rollout is by somebody who may also let the machine do more. */
export function mayPromote(entry: AuditEntry, states: readonly AuthorityState[]): boolean {
  const { people, policy } = stateOfSigning(entry, states);
  const person = people[entry.actor];
  return policy === null || (person !== undefined && may(person.role, 'configure', 'configuration', policy));
}

/** What an action's own references have to agree with. */
function said(
  { entry }: SignedRow,
  claims: TokenClaims,
  request: JsonObject,
  sha256: ProofChecks['sha256'],
): (string | null)[] {
  switch (entry.action) {
    case 'decision.accepted':
      return [
        entry.decision !== claims.action ? 'action' : null,
        entry.round !== claims.round ? 'round' : null,
        // Outside a gate (round 0) a rollback answers no question.
        claims.round !== 0 && entry.evidenceHash !== claims.evidenceHash ? 'evidence' : null,
        entry.decisionHash !== sha256(canonicalText(request)) ? 'decision' : null,
      ];
    case 'rollout.changed': {
      const { mode = null, bootstrap = null } = (request.edits ?? {}) as JsonObject;
      return [
        mode !== entry.to ? 'mode' : null,
        bootstrap !== entry.bootstrap ? 'kind of change' : null,
        request.reason !== entry.reason ? 'reason' : null,
        entry.evidenceHash !== claims.evidenceHash ? 'evidence' : null,
      ];
    }
    case 'appeal.opened':
    case 'submission.answered':
      return [request.reason !== entry.wordsHash ? 'words' : null];
    case 'history.imported': {
      const { cases = null, file = null, evidenceHash = null } = entry;
      return [request.reason !== sha256(canonicalText({ cases, file, evidenceHash })) ? 'file' : null];
    }
    case 'history.undone':
      return [request.reason !== sha256(canonicalText({ reason: entry.reason ?? null })) ? 'reason' : null];
    case COMMAND_ACTIONS.pause:
    case COMMAND_ACTIONS.resume:
    case COMMAND_ACTIONS.retry: {
      const { command = null, reason = null } = entry;
      const differs = COMMAND_ACTIONS[command as BatchCommand] !== entry.action;
      return [differs || request.reason !== sha256(canonicalText({ command, reason })) ? 'command' : null];
    }
    case 'case.checked':
      return [
        (entry.verdict === 'right' ? 'approve' : 'reject') !== claims.action ? 'verdict' : null,
        request.reason !== entry.reason ? 'reason' : null,
        entry.evidenceHash !== claims.evidenceHash ? 'evidence' : null,
      ];
    default:
      return [];
  }
}

/** What changes the configuration takes one of these rights on it. */
const RIGHTS = lookupTable<readonly Verb[]>({
  'rollout.changed': ['configure', 'override'],
  'history.imported': ['configure', 'override'],
  'history.undone': ['configure', 'override'],
  'person.erased': ['configure'],
  ...ofCommands(['configure', 'override'] as const),
});

/** The person was active then, with the right that it takes, and in the role, or in the place of the person, that the row names. */
function standingProblem(entry: AuditEntry, { people, delegations, policy }: AuthorityState): string | null {
  const person = people[entry.actor];
  if (!person?.active) return `${entry.actor} was not active then`;
  const rights = RIGHTS[entry.action] ?? [];
  const allowed = rights.some((right) => !policy || may(person.role, right, 'configuration', policy));
  if (rights.length > 0 && !allowed) return `${entry.actor} may not do that`;
  const { as = null, delegatedFrom = null } = entry;
  if (as === null) return null;
  if (delegatedFrom === null)
    return as === person.role ? null : `${entry.actor} was ${person.role}, not ${as}`;
  const running = [...delegations.values()].some(
    ({ from, to, startsAt, endsAt, revokedAt }) =>
      from === delegatedFrom &&
      to === entry.actor &&
      revokedAt === null &&
      startsAt <= entry.at &&
      entry.at < endsAt,
  );
  if (!running) return `${entry.actor} did not decide in the place of ${delegatedFrom} then`;
  const principal = people[String(delegatedFrom)];
  return principal?.active && principal.role === as ? null : `${delegatedFrom} was not ${as} then`;
}

/** In what a receipt differs from the audit row that it names; null when it is the receipt of that row. */
export function otherThanRow(receipt: Receipt, { case: id, seq, hash, entry }: SignedRow): string | null {
  const pairs: [string, Json, Json | undefined][] = [
    ['case', receipt.case, id],
    ['audit row', `${receipt.audit.seq}:${receipt.audit.hash}`, `${seq}:${hash}`],
    ['action', receipt.action, entry.decision],
    ['round', receipt.round, entry.round],
    ['person', receipt.by, entry.actor],
    ['time', receipt.at, entry.at],
    ['evidence', receipt.evidenceHash, entry.evidenceHash],
    ['decision', receipt.decisionHash, entry.decisionHash],
    ['authority version', receipt.authorityVersion, entry.authorityVersion],
    ['key', receipt.signedWith, entry.signedWith],
  ];
  const differs = pairs.filter(([, one, other]) => one !== other).map(([name]) => name);
  return differs.length === 0 ? null : differs.join(', ');
}
