import type { ReceivedDeal } from '../../domain/canonical-deal.ts';
import type { CaseIdentity } from '../../domain/case.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { caseId, submissionUpdateId } from '../../workflows/identity.ts';
import { appendAudit } from '../store/audit.ts';
import { type CaseRow, insertCase, latestCase, updateCase } from '../store/cases.ts';
import { contentHash } from '../store/hash.ts';
import { type Store, type Tx, transact } from '../store/pool.ts';
import {
  insertSubmission,
  type SubmissionRow,
  submissionByUpdateId,
  submissionOf,
} from '../store/submissions.ts';
import { noteUndelivered } from '../store/undelivered.ts';
import type { Vault } from '../store/vault.ts';
import { type Delivery, deliver } from './deliver.ts';
import type { ParsedDeal } from './parse.ts';
import { NO_PARTNER } from './read-deal.ts';
import { afterEnd } from './reopening.ts';
import { sealDeal } from './sealed-deal.ts';
import { contentVersion, isOlder } from './version.ts';

export interface Submitting extends Delivery {
  store: Store;
  vault: Vault;
  now(): Date;
}

export interface Submitted {
  case: string;
  revision: number;
  /** `outdated`: a newer version is known, this one is only recorded. */
  state: 'accepted' | 'outdated';
}

/**
 * Submits one registration: first the row, durable; then the workflow. The same version again answers the same from the
 * row. When Temporal does not answer in time the row stands and `startPending` carries on.
 * @param source where it came from: `impartner`, `files`, `email`, a webhook's or API key's name.
 * @param sample the record belongs to the sample channel.
 */
export async function submitDeal(
  submitting: Submitting,
  source: string,
  { externalId, version, deal, reread = false }: ParsedDeal,
  sample = false,
): Promise<Submitted> {
  const content = contentVersion(deal, submitting.vault);
  const submission: Incoming = {
    record: { lifecycle: 'deal', source, externalId },
    version: version ?? content,
    content,
    deal,
    reread,
    sample,
  };
  const { answer, deliverable } = await transact(submitting.store, (tx) =>
    record(tx, submitting, submission),
  );
  if (deliverable) await deliver(submitting, answer);
  return answer;
}

interface Incoming {
  record: Pick<CaseIdentity, 'source' | 'externalId'> & { lifecycle: 'deal' };
  version: string;
  /** Keyed hash of what is stated, whatever the source calls its version. */
  content: string;
  deal: ReceivedDeal;
  reread: boolean;
  sample: boolean;
}

interface Recorded {
  answer: Submitted;
  /** Whether a workflow has to hear of it. */
  deliverable: boolean;
}

async function record(tx: Tx, submitting: Submitting, incoming: Incoming): Promise<Recorded> {
  const updateId = updateIdOf(incoming);
  const known = await submissionByUpdateId(tx, updateId);
  if (known) return { answer: answerFrom(known), deliverable: false };
  const latest = await latestCase(tx, incoming.record);
  if (!latest) {
    const first = await openCase(tx, incoming, null);
    // Another intake of the same record was faster: look again, now its row is there.
    if (!first) return record(tx, submitting, incoming);
    return { answer: await addRevision(tx, submitting, incoming, first, 1, []), deliverable: true };
  }
  const reopening = afterEnd(latest, submitting.now());
  const last = await submissionOf(tx, latest.case);
  const unchanged = last?.canonical.content === incoming.content;
  // The PRM reports our own write-back as a change too: without this rule it would amend, or reopen, what we just decided.
  if (last && unchanged && (incoming.reread || reopening.verdict !== 'next'))
    return { answer: answerFrom(last), deliverable: false };
  if (reopening.verdict === 'next') {
    const next = await openCase(tx, incoming, latest);
    if (!next) return record(tx, submitting, incoming);
    return {
      answer: await addRevision(tx, submitting, incoming, next, 1, reopening.problems),
      deliverable: true,
    };
  }
  if (last && isOlder(incoming.version, String(last.canonical.version))) {
    await audit(tx, submitting, latest.case, 'submission.outdated', { version: incoming.version });
    return { answer: { ...answerFrom(last), state: 'outdated' }, deliverable: false };
  }
  const revision = (last?.revision ?? 0) + 1;
  const deliverable = reopening.verdict === 'running';
  if (deliverable) await updateCase(tx, latest.case, { revision });
  return {
    answer: await addRevision(tx, submitting, incoming, latest.case, revision, [], deliverable),
    deliverable,
  };
}

/** Inserts the case; null when its identity is taken. */
async function openCase(
  tx: Tx,
  { record, deal, sample }: Incoming,
  previous: CaseRow | null,
): Promise<string | null> {
  const identity = { ...record, sequence: (previous?.sequence ?? 0) + 1 };
  const { submission } = deal;
  const opened = await insertCase(tx, {
    ...identity,
    case: caseId(identity),
    partnerId: submission.source_partner_id === NO_PARTNER ? null : submission.source_partner_id,
    previousCase: previous?.case ?? null,
    summary: {
      customer_name: submission.customer_name,
      opportunity_name: submission.opportunity_name,
      stated_value: submission.stated_value as Json,
    },
    sample,
  });
  return opened ? caseId(identity) : null;
}

async function addRevision(
  tx: Tx,
  submitting: Submitting,
  incoming: Incoming,
  id: string,
  revision: number,
  problems: ReceivedDeal['problems'],
  deliverable = true,
): Promise<Submitted> {
  const { version, content } = incoming;
  const deal = { ...incoming.deal, problems: [...incoming.deal.problems, ...problems] };
  const canonical = { version, content, ...(await sealDeal(tx, submitting.vault, id, deal)) };
  const hash = contentHash(canonical);
  const receivedAt = submitting.now().toISOString();
  await insertSubmission(tx, {
    case: id,
    revision,
    updateId: updateIdOf(incoming),
    canonical,
    contentHash: hash,
    receivedAt,
  });
  if (deliverable) await noteUndelivered(tx, { case: id, revision });
  await audit(tx, submitting, id, 'submission.received', { revision, version, contentHash: hash });
  return { case: id, revision, state: 'accepted' };
}

function audit(
  tx: Tx,
  { now }: Submitting,
  id: string,
  action: string,
  references: JsonObject,
): Promise<unknown> {
  return appendAudit(tx, id, { at: now().toISOString(), actor: 'system', action, ...references });
}

/** Ids may hold `:`; escaped, so that no two (id, version) pairs read the same. */
function updateIdOf({ record, version }: Incoming): string {
  return submissionUpdateId(record.source, encodeURIComponent(record.externalId), version);
}

function answerFrom({ case: id, revision }: SubmissionRow): Submitted {
  return { case: id, revision, state: 'accepted' };
}
