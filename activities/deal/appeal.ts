import { type Delivery, deliver } from '../../adapters/intake/deliver.ts';
import { appendAudit } from '../../adapters/store/audit.ts';
import { loadAuthority } from '../../adapters/store/authority.ts';
import { insertCase } from '../../adapters/store/cases.ts';
import { insertAppeal } from '../../adapters/store/deal/appeals.ts';
import { noteAppeal } from '../../adapters/store/deal/conflicts.ts';
import { putEvidence } from '../../adapters/store/evidence.ts';
import { contentHash } from '../../adapters/store/hash.ts';
import { type Store, type Tx, transact } from '../../adapters/store/pool.ts';
import { openPerson, openSubject, type Subject, seal } from '../../adapters/store/seal.ts';
import { insertSubmission, submissionOf } from '../../adapters/store/submissions.ts';
import { noteUndelivered, type Undelivered } from '../../adapters/store/undelivered.ts';
import type { Vault } from '../../adapters/store/vault.ts';
import type { DealProblem } from '../../domain/deal/canonical-deal.ts';
import type { Refusal } from '../../domain/decision.ts';
import { LONGEST_TEXT } from '../../domain/gate/decision-shape.ts';
import { caseId } from '../../domain/identity.ts';
import type { Json } from '../../domain/json.ts';
import { type ByHandDeps, type EnteredByHand, signedEntry } from '../gate/signed-entry.ts';
import { appealRefused, deciders, refuse, rejectedCase } from './appeal-allowed.ts';

export interface AppealDeps extends Delivery, ByHandDeps {
  store: Store;
  vault: Vault;
}

export interface AppealRequest {
  /** The rejected case. */
  case: string;
  /** Person id: of the partner, or a colleague who may submit registrations. */
  by: string;
  /** Kept sealed, for the reviewer. */
  reason: string;
  /** Signs byHandDecision(appealEntered(…)). */
  token?: string;
}

/** What is signed of an appeal. */
export function appealEntered({ case: id, by, reason, token }: AppealRequest): EnteredByHand {
  return { kind: 'appeal', case: id, by, words: { reason }, token };
}

/**
 * Appeals a rejection, once and within its time: the same registration becomes the next sequence of its case, with its place,
 * and somebody who has not decided it before looks. Whoever appeals signs it.
 * @returns the appeal's case
 */
export async function appealDeal(
  deps: AppealDeps,
  request: AppealRequest,
): Promise<{ case: string } | Refusal> {
  const opened = await transact(deps.store, (tx) => open(tx, deps, request));
  if ('message' in opened) return opened;
  await deliver(deps, opened);
  return { case: opened.case };
}

async function open(tx: Tx, deps: AppealDeps, request: AppealRequest): Promise<Undelivered | Refusal> {
  const { vault } = deps;
  const { case: id, by, reason } = request;
  const at = deps.now().toISOString();
  if (reason.trim() === '' || reason.length > LONGEST_TEXT)
    return refuse('malformed', `reason must be a text of 1 to ${LONGEST_TEXT} characters`);
  const rejected = await rejectedCase(tx, id);
  if (!rejected) return refuse('not_offered', `there is no registration ${id}; see: quarterdeck cases list`);
  const { row, entries } = rejected;
  const refused = await appealRefused(tx, deps, rejected, by, at);
  if (refused) return refused;
  const kept = await submissionOf(tx, id);
  if (!kept) return refuse('not_offered', `${id} holds no submission that could be looked at again`);
  const signed = await signedEntry(tx, deps, appealEntered(request));
  if ('message' in signed) return signed as Refusal;

  const { source, externalId, partnerId, sample } = row;
  const identity = { lifecycle: 'deal' as const, source, externalId, sequence: row.sequence + 1 };
  const formerReviewers = deciders(entries);
  const next = { ...identity, case: caseId(identity), status: 'running' as const, partnerId, sample };
  const stated = Object.fromEntries(STATED.map((name) => [name, row.summary[name] ?? null]));
  const summary = { ...stated, appeal_of: id };
  await insertCase(tx, { ...next, openedAt: at, previousCase: id, submittedBy: [by], summary });
  const words = seal(reason, await appellant(tx, vault, by, next.case));
  const evidence = { of: id, by, at, reason: words as unknown as Json };
  const reasonHash = await putEvidence(tx, next.case, 'appeal', evidence);
  await insertAppeal(tx, {
    case: id,
    appealCase: next.case,
    openedBy: by,
    formerReviewers,
    reasonHash,
    openedAt: at,
  });
  await noteAppeal(tx, id, { appealedBy: next.case });

  const problems = [...((kept.canonical.problems ?? []) as unknown as DealProblem[]), APPEALED];
  const canonical = { ...kept.canonical, problems: problems as unknown as Json };
  const submission = {
    case: next.case,
    revision: 1,
    updateId: `${next.case}/appeal`,
    canonical,
    contentHash: contentHash(canonical),
  };
  await insertSubmission(tx, vault, { ...submission, receivedAt: at });
  const undelivered = { ...next, ...submission };
  await noteUndelivered(tx, undelivered);
  const link = { actor: by, reasonHash };
  await appendAudit(tx, id, { at, action: 'appeal.opened', appealCase: next.case, ...link, ...signed });
  await appendAudit(tx, next.case, { at, action: 'appeal.received', appealOf: id, formerReviewers, ...link });
  return undelivered;
}

/** Whose words they are: erased with that person. */
async function appellant(tx: Tx, vault: Vault, by: string, caseId: string): Promise<Subject> {
  const email = (await loadAuthority(tx)).people[by]?.email;
  return email ? openSubject(tx, vault, email) : openPerson(tx, vault, caseId);
}

/** What the case shows before it is looked at. */
const STATED = ['customer_name', 'opportunity_name', 'stated_value'] as const;

/** Keeps an appeal from being approved by rule. */
const APPEALED: DealProblem = {
  code: 'appealed',
  field: null,
  title: 'The rejection of this registration was appealed; another person looks.',
};
