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
import { type Delivery, deliver } from './deliver.ts';
import type { ParsedDeal } from './parse.ts';
import { NO_PARTNER } from './read-deal.ts';
import { afterEnd } from './reopening.ts';
import { type Sealing, sealDeal } from './sealed-deal.ts';
import { contentVersion, isOlder } from './version.ts';

export interface Submitting extends Delivery {
  store: Store;
  sealing: Sealing;
  /** Key of every HMAC that intake makes. */
  idKey: Uint8Array;
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
  { externalId, version, deal }: ParsedDeal,
  sample = false,
): Promise<Submitted> {
  const submission: Incoming = {
    record: { lifecycle: 'deal', source, externalId },
    version: version ?? contentVersion(deal, submitting.idKey),
    deal,
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
  deal: ReceivedDeal;
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
  if (known)
    return { answer: { case: known.case, revision: known.revision, state: 'accepted' }, deliverable: false };
  const latest = await latestCase(tx, incoming.record);
  if (!latest) {
    const first = await openCase(tx, incoming, null);
    // Another intake of the same record was faster: look again, now its row is there.
    if (!first) return record(tx, submitting, incoming);
    return { answer: await addRevision(tx, submitting, incoming, first, 1, []), deliverable: true };
  }
  const reopening = afterEnd(latest, submitting.now());
  if (reopening.verdict === 'next') {
    const next = await openCase(tx, incoming, latest);
    if (!next) return record(tx, submitting, incoming);
    return {
      answer: await addRevision(tx, submitting, incoming, next, 1, reopening.problems),
      deliverable: true,
    };
  }
  const last = await submissionOf(tx, latest.case);
  if (last && isOlder(incoming.version, versionOf(last))) {
    await audit(tx, submitting, latest.case, 'submission.outdated', { version: incoming.version });
    return { answer: { case: latest.case, revision: last.revision, state: 'outdated' }, deliverable: false };
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
  const { version } = incoming;
  const deal = { ...incoming.deal, problems: [...incoming.deal.problems, ...problems] };
  const canonical = { version, ...(await sealDeal(tx, submitting.sealing, id, deal)) };
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

function versionOf({ canonical }: SubmissionRow): string {
  return String(canonical.version);
}
