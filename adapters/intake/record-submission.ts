import type { CaseIdentity } from '../../domain/case.ts';
import { caseId, submissionId } from '../../domain/identity.ts';
import type { IntakeProblem } from '../../domain/intake-problem.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { appendAudit } from '../store/audit.ts';
import { type CaseRow, insertCase, latestCase, updateCase } from '../store/cases.ts';
import { contentHash } from '../store/hash.ts';
import type { Tx } from '../store/pool.ts';
import {
  insertSubmission,
  type SubmissionRow,
  submissionOf,
  submissionOfVersion,
} from '../store/submissions.ts';
import { together } from '../store/together.ts';
import { noteUndelivered, type Undelivered } from '../store/undelivered.ts';
import type { Vault } from '../store/vault.ts';
import type { PlaceInLine } from './intake-of.ts';
import { isOpen } from './is-open.ts';
import { INTAKES } from './lifecycles.ts';
import { isOlder } from './version.ts';

/** What writing a submission needs beside its transaction. */
export interface Recording {
  vault: Vault;
  now(): Date;
}

export interface Submitted {
  case: string;
  revision: number;
  /** `outdated`: it is not taken, because a newer version is known, or this one came before with other content. */
  state: 'accepted' | 'outdated';
}

/** One submission on its way into the tables. */
export interface Incoming {
  record: Pick<CaseIdentity, 'source' | 'externalId'> & { lifecycle: Lifecycle };
  /** As its source calls it; null: the source has no versions. */
  version: string | null;
  /** The delivery came before: it is answered as it was then. */
  repeated: boolean;
  /** See Submission. */
  fromWords: boolean;
  /** Keyed hash of what is stated, whatever the source calls its version. */
  content: string;
  /** What it states, by its lifecycle. */
  stated: unknown;
  reread: boolean;
  sample: boolean;
  /** Person id of a colleague who entered it; null when a partner or a system sent it. */
  by: string | null;
  /** The same version comes in once more, under this name. */
  again?: string;
}

export interface Recorded {
  answer: Submitted;
  /** What a workflow has to hear of. */
  deliverable?: Undelivered;
}

/**
 * Writes a submission in one transaction: the case or its next sequence, the revision, the audit row and the note that its
 * workflow has to hear of it. A repeat writes nothing and answers from the row.
 */
export async function recordSubmission(tx: Tx, recording: Recording, incoming: Incoming): Promise<Recorded> {
  // The case is locked first: what is looked up from here on stays as it is.
  const latest = await latestCase(tx, incoming.record);
  const known = await submissionOfVersion(tx, incoming.record, incoming.version ?? incoming.content);
  // The same delivery at the same moment was faster: its case was not there yet when it was looked for.
  if (known && !latest) return recordSubmission(tx, recording, incoming);
  const after = latest && INTAKES[incoming.record.lifecycle].afterEnd(latest, recording.now());
  const last = latest && (await submissionOf(tx, latest.case));
  const unchanged = last?.canonical.content === incoming.content;
  // Under its own version it is answered as it was; content without one, by where it stands now.
  if (known && (incoming.repeated || unchanged))
    return { answer: answerFrom(incoming.version === null && unchanged && last ? last : known) };
  if (known && incoming.version !== null)
    return { answer: await answerKnown(tx, recording, incoming, known, last) };
  // Content that comes back after another one is a change, and needs a name of its own among the versions.
  const back = `${incoming.content}~${latest?.sequence ?? 0}.${(last?.revision ?? 0) + 1}`;
  const fresh: Fresh = { ...incoming, version: incoming.version ?? (known ? back : incoming.content) };
  if (last && unchanged && (incoming.reread || after?.verdict !== 'next'))
    return { answer: answerFrom(last) };
  // What comes late is late after the end of a case, too: it begins no next one.
  if (last && incoming.version !== null && isOlder(incoming.version, String(last.canonical.version))) {
    await audit(tx, recording, last.case, 'submission.outdated', { version: incoming.version });
    return { answer: { ...answerFrom(last), state: 'outdated' } };
  }
  if (!latest || after?.verdict === 'next') {
    const { problems, place } = after?.verdict === 'next' ? after : { problems: [], place: 'own' as const };
    const opened = await openCase(tx, recording, incoming, latest ?? null, place);
    // Another intake of the same record was faster: look again, now its row is there.
    if (!opened) return recordSubmission(tx, recording, incoming);
    return addRevision(tx, recording, merged(fresh, last, place, recording.now()), opened, 1, problems);
  }
  const amended = merged(fresh, last, 'kept', recording.now());
  return addRevision(tx, recording, amended, latest, (last?.revision ?? 0) + 1, []);
}

/** One with the name that its version is kept under. */
type Fresh = Incoming & { version: string };

/**
 * A version that came before. It is held where it is the newest, with the content that it had; words are the same however they are read,
 * and a record that was read again is what it was.
 */
async function answerKnown(
  tx: Tx,
  recording: Recording,
  { version, content, reread, fromWords }: Incoming,
  known: SubmissionRow,
  last: SubmissionRow | undefined,
): Promise<Submitted> {
  const isSame = known.canonical.content === content;
  const isHeld = isSame && last?.case === known.case && last.revision === known.revision;
  if (reread || fromWords || isHeld) return answerFrom(known);
  if (!isSame) await audit(tx, recording, known.case, 'submission.version_reused', { version });
  return { ...answerFrom(known), state: 'outdated' };
}

/**
 * Takes in once more what a case was told last, with the instant that counts for "first wins": the next revision of an open case, or the
 * next case after one that has ended.
 * @throws Error when the case has no submission
 */
export async function recordAgain(tx: Tx, recording: Recording, row: CaseRow): Promise<Recorded> {
  const lifecycle = row.lifecycle as Lifecycle;
  const record = { lifecycle, source: row.source, externalId: row.externalId };
  const latest = (await latestCase(tx, record)) ?? row;
  const last = await submissionOf(tx, latest.case);
  if (!last) throw new Error(`case ${latest.case} has no submission; submit it again`);
  const { version, content } = last.canonical as { version: string; content: string };
  const stated = await INTAKES[lifecycle].open(tx, recording.vault, last.canonical);
  const again = `${version}~${latest.sequence}.${last.revision + 1}`;
  const incoming = { record, version, content, stated, again, sample: row.sample, by: null };
  const fresh: Fresh = { ...incoming, reread: true, repeated: false, fromWords: false };
  if (isOpen(latest.status)) return addRevision(tx, recording, fresh, latest, last.revision + 1, []);
  const opened = await openCase(tx, recording, fresh, latest, 'own');
  if (!opened) throw new Error(`${latest.case} was submitted meanwhile; look again`);
  return addRevision(tx, recording, fresh, opened, 1, []);
}

/** The submission with what it keeps of the one before. */
function merged(incoming: Fresh, last: SubmissionRow | undefined, place: PlaceInLine, now: Date): Fresh {
  if (!last || place === 'own') return incoming;
  const { merge } = INTAKES[incoming.record.lifecycle];
  return { ...incoming, stated: merge(incoming.stated, last.canonical, place, now) };
}

type Opened = Pick<CaseRow, 'case' | 'sequence' | 'status' | 'partnerId' | 'sample'>;

/** Inserts the case; null when its identity is taken. */
async function openCase(
  tx: Tx,
  { now }: Recording,
  { record, stated, sample, by }: Incoming,
  previous: CaseRow | null,
  place: PlaceInLine,
): Promise<Opened | null> {
  const identity = { ...record, sequence: (previous?.sequence ?? 0) + 1 };
  const { partnerOf, summary } = INTAKES[record.lifecycle];
  const row = {
    ...identity,
    case: caseId(identity),
    openedAt: now().toISOString(),
    status: 'running' as const,
    partnerId: partnerOf(stated),
    previousCase: previous?.case ?? null,
    submittedBy: by === null ? [] : [by],
    summary: { ...summary(stated), ...(place === 'own' ? {} : { reopened: true }) },
    sample,
  };
  return (await insertCase(tx, row)) ? row : null;
}

/** The next revision of an open or just opened case; of an ended one it is only recorded. */
async function addRevision(
  tx: Tx,
  recording: Recording,
  incoming: Fresh,
  opened: Opened,
  revision: number,
  problems: readonly IntakeProblem[],
): Promise<Recorded> {
  const { record, version, content } = incoming;
  const { case: id } = opened;
  const { seal, withProblems } = INTAKES[record.lifecycle];
  const stated = problems.length === 0 ? incoming.stated : withProblems(incoming.stated, problems);
  const canonical = { version, content, ...(await seal(tx, recording.vault, id, stated)) };
  const row = {
    case: id,
    revision,
    updateId: submissionId(record, incoming.again ?? version),
    canonical,
    contentHash: contentHash(canonical),
    receivedAt: recording.now().toISOString(),
  };
  const deliverable = isOpen(opened.status) ? { ...record, ...opened, ...row } : undefined;
  const references = { revision, version, contentHash: row.contentHash };
  await together(tx, (one) => [
    insertSubmission(one, recording.vault, row).then((inserted) => {
      if (!inserted) throw new Error(`revision ${revision} of ${id} was written meanwhile; send it again`);
    }),
    audit(one, recording, id, 'submission.received', references),
    ...(deliverable ? [noteUndelivered(one, deliverable)] : []),
    ...(deliverable && revision > 1 ? [updateCase(one, id, { revision })] : []),
  ]);
  const answer = answerFrom(row);
  return deliverable ? { answer, deliverable } : { answer };
}

function audit(
  tx: Tx,
  { now }: Recording,
  id: string,
  action: string,
  references: JsonObject,
): Promise<unknown> {
  return appendAudit(tx, id, { at: now().toISOString(), actor: 'system', action, ...references });
}

function answerFrom({ case: id, revision }: Pick<SubmissionRow, 'case' | 'revision'>): Submitted {
  return { case: id, revision, state: 'accepted' };
}
