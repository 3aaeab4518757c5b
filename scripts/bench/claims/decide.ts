import { MockActivityEnvironment } from '@temporalio/testing';
import { type ClaimLook, lookAtClaim } from '../../../activities/claim/look.ts';
import { openPayload, payloadOpener } from '../../../activities/ledger/effect-payload.ts';
import { readBytes } from '../../../adapters/documents/read-bytes.ts';
import { readDocument } from '../../../adapters/documents/read-document.ts';
import { parseClaimsJson } from '../../../adapters/intake/claim/json.ts';
import { INTAKES } from '../../../adapters/intake/lifecycles.ts';
import { recordSubmission } from '../../../adapters/intake/record-submission.ts';
import type { BookedDetail } from '../../../adapters/ports/accounts.ts';
import { VendorFault } from '../../../adapters/ports/call.ts';
import { setClaimStatus } from '../../../adapters/store/claim/claims.ts';
import {
  documentBytes,
  type KeptReading,
  keepReading,
  unreadDocuments,
} from '../../../adapters/store/claim/documents.ts';
import { settleClaimFacts } from '../../../adapters/store/claim/keep-facts.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { decisionOf } from '../../../adapters/store/rerun.ts';
import { statement } from '../../../adapters/store/statement.ts';
import type { ClaimDecision } from '../../../domain/claim/decision.ts';
import { type Reason, speaksAgainst } from '../../../domain/decision.ts';
import type { Json, JsonObject } from '../../../domain/json.ts';
import type { Money } from '../../../domain/money.ts';
import { UNSTATED } from '../../../domain/reading/source-format.ts';
import type { ClaimInstallation } from './installation.ts';

/** What the product decided about one claim. */
export interface Decided {
  case: string;
  validation: ClaimDecision['fields']['validation'];
  /** What speaks against it. */
  reasons: Reason[];
  /** What is booked on a yes; null: nothing could be. */
  accrual: ClaimLook['accrual'];
  program: ClaimLook['program'];
}

export interface TakenIn {
  case: string;
  readings: Map<string, { kept: KeptReading; seconds: number }>;
}

const SOURCE = 'portal';
const run = <R>(work: () => Promise<R>): Promise<R> => new MockActivityEnvironment().run(work) as Promise<R>;

/**
 * Takes a claim in and has its documents read, as intake and the worker of the queue `documents` do; only that documents with text are read in this
 * process, because a thread for each takes longer to start than the reading.
 * @param body JSON of the claim with its documents @returns its case, and what was read by the hash of each document @throws Error when it is refused
 */
export async function takeIn(on: ClaimInstallation, body: Buffer): Promise<TakenIn> {
  const [read] = parseClaimsJson(body, on.now(), UNSTATED);
  if (!read?.ok) throw new Error(`a claim was refused: ${JSON.stringify(read?.faults)}`);
  const { externalId, version, stated } = read.parsed;
  const incoming = {
    record: { lifecycle: 'claim' as const, source: SOURCE, externalId },
    ...{ version, stated, content: INTAKES.claim.contentVersion(stated, on.vault) },
    ...{ repeated: false, fromWords: false, reread: false, sample: false, by: null },
  };
  const { answer } = await transact(on.store, (tx) => recordSubmission(tx, on, incoming));
  const readings: TakenIn['readings'] = new Map();
  const hashes = stated.claim.documents.map(({ hash }) => hash);
  for (const hash of await unreadDocuments(statement(on.store), answer.case, hashes)) {
    const bytes = await documentBytes(statement(on.store), on.vault, answer.case, hash);
    if (!bytes) throw new Error(`document ${hash} is not kept`);
    const before = performance.now();
    const kept = await readingOf(hash, bytes);
    readings.set(hash, { kept, seconds: (performance.now() - before) / 1_000 });
    await transact(on.store, (tx) => keepReading(tx, on.vault, answer.case, hash, kept));
  }
  return { case: answer.case, readings };
}

async function readingOf(document: string, bytes: Buffer): Promise<KeptReading> {
  const read = await readBytes(bytes);
  if ('pictures' in read) return readInThread(document, bytes);
  if ('code' in read) return { unread: { document, code: read.code } };
  return { reading: { schemaVersion: 1, document, name: document, ...read } };
}

/** Pictures take seconds each, and memory that only a thread gives back. */
async function readInThread(document: string, bytes: Buffer): Promise<KeptReading> {
  try {
    return { reading: await readDocument({ name: document, bytes }) };
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    return { unread: { document, code: error.code ?? 'unsupported' } };
  }
}

/** Decides a case as the workflow's look does. */
export async function decide(on: ClaimInstallation, caseId: string): Promise<Decided> {
  const deps = on as unknown as Parameters<typeof lookAtClaim>[0];
  const look = (await run(() => lookAtClaim(deps, { case: caseId, revision: 1 }))) as ClaimLook;
  const record = await decisionOf(statement(on.store), caseId);
  if (!record) throw new Error(`${caseId} was not decided`);
  const { fields, reasons } = record.decision as ClaimDecision;
  const { accrual, program } = look;
  return {
    ...{ case: caseId, validation: fields.validation, accrual, program },
    reasons: reasons.filter(speaksAgainst),
  };
}

/** Books what a decided claim pays and ends it as granted. @returns what was booked, true-ups of earlier lines included; null: nothing may be paid, or it waits for budget */
export async function grant(on: ClaimInstallation, decided: Decided): Promise<Money[] | null> {
  const { case: id, accrual, program } = decided;
  if (!accrual || !program) return refuse(on, decided);
  const event = `${accrual.claim}/accrue`;
  const sealed = {
    program: program.id,
    claim: accrual as unknown as Json,
    event,
    versions: program.versions,
  };
  const db = statement(on.store);
  const payload = await openPayload(db, payloadOpener(on), sealed as JsonObject);
  const landed = await on.ports.accounts.writes.accrue.send(payload, event, {
    timeoutMs: 20_000,
    mayWait: true,
  });
  const booked = landed.detail as unknown as BookedDetail;
  const lines = accrual.lines.map(({ line }) => line.slice(accrual.claim.length + 1));
  await end(on, id, booked.standing === 'booked' ? 'Accrued' : 'Approved', lines);
  return booked.standing === 'waits' ? null : booked.lines.map(({ amount }) => amount);
}

/** Ends a claim of which nothing is paid. */
export async function refuse(on: ClaimInstallation, { case: id }: Decided): Promise<null> {
  await end(on, id, 'Rejected', []);
  return null;
}

async function end(
  on: ClaimInstallation,
  id: string,
  status: Parameters<typeof setClaimStatus>[2],
  granted: string[],
): Promise<void> {
  const at = on.now().toISOString();
  await transact(on.store, async (tx) => {
    await setClaimStatus(tx, id, status, at);
    await settleClaimFacts(tx, id, granted);
  });
}
