import { patched } from '@temporalio/workflow';
import type { Triage } from '../../activities/deal/triage.ts';
import { appealUntil, reopenUntil } from '../../domain/deal/appeal.ts';
import { visibleEvidence } from '../../domain/deal/notices.ts';
import type { ClosureReason } from '../../domain/deal/registration.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { CaseRecord } from '../case-input.ts';
import type { Ledger, NewWrite } from '../kit/ledger.ts';
import { dealNotice } from './notices.ts';

const DAY = 86_400_000;

/** Everything an approval writes: CRM account (unless the customer has one), contact and opportunity, then the PRM, then the partner is told. */
export async function writeApproval(record: CaseRecord, triage: Triage, ledger: Ledger): Promise<string> {
  const { account, contact, opportunity } = triage.payloads;
  const crm: NewWrite[] = [
    ...(account === null
      ? []
      : [{ step: 'account', operation: 'crm.upsertAccount' as const, payload: account }]),
    ...(contact.email === null
      ? []
      : [{ step: 'contact', operation: 'crm.upsertContact' as const, payload: contact }]),
    { step: 'opportunity', operation: 'crm.upsertOpportunity', payload: opportunity },
  ];
  let protectedUntil = '';
  const notice = () => {
    protectedUntil = new Date(Date.now() + triage.protectionDays * DAY).toISOString();
    return dealNotice(triage, 'approved', { protected_until: protectedUntil.slice(0, 10) });
  };
  await writeAndTell(record, triage, ledger, { outcome: { status: 'Approved' }, before: crm, notice });
  return protectedUntil;
}

/** A rejection is written to the PRM and told with its reason; the CRM never hears of it. */
export async function writeRejection(
  record: CaseRecord,
  triage: Triage,
  ledger: Ledger,
  closureReason: ClosureReason,
): Promise<void> {
  // There is one appeal: when this was it, none is offered.
  const last = (triage.formerReviewers ?? []).length > 0;
  const notice = () =>
    dealNotice(triage, 'rejected', {
      reason: closureReason,
      evidence: visibleEvidence(triage.reasons),
      ...(last ? {} : { appeal_until: appealUntil(new Date().toISOString()).slice(0, 10) }),
    });
  await writeAndTell(record, triage, ledger, { outcome: { status: 'Rejected', closureReason }, notice });
}

/** What was asked for never came: the PRM and the partner hear of it, and until when it can still be completed. */
export async function writeIncomplete(record: CaseRecord, triage: Triage, ledger: Ledger): Promise<void> {
  const notice = () =>
    dealNotice(triage, 'rejected', {
      reason: 'Incomplete',
      evidence: visibleEvidence(triage.reasons),
      reopen_until: reopenUntil(new Date().toISOString()).slice(0, 10),
    });
  const outcome = { status: 'Incomplete', closureReason: 'Incomplete' };
  await writeAndTell(record, triage, ledger, { outcome, notice });
}

interface WriteBack {
  /** Of the registration in the PRM. */
  outcome: JsonObject;
  /** What is written before the PRM hears of it. */
  before?: readonly NewWrite[];
  /** Null where nobody can be told. Dates in it count from when it is asked for. */
  notice: () => NewWrite | null;
}

/** Writes what was decided, then tells the partner: in one step, unless there are conflicts to record between the two. */
async function writeAndTell(
  record: CaseRecord,
  triage: Triage,
  ledger: Ledger,
  { outcome, before = [], notice }: WriteBack,
): Promise<void> {
  if (triage.toldWithWrites && (triage.conflicts ?? []).length === 0)
    return void (await writeBack(record, triage, ledger, outcome, before, notice()));
  const id = await writeBack(record, triage, ledger, outcome, before, null);
  if (triage.payloads.prmFields !== null) await recordConflicts(triage, ledger, id);
  const told = notice();
  if (told) await ledger.notice(told.step, told.operation, told.payload);
}

/**
 * The outcome in the PRM, where that keeps registrations; those that came by e-mail, file or portal get their record there first.
 * @param told after it
 * @returns the registration's id in the PRM
 */
async function writeBack(
  record: CaseRecord,
  { payloads: { prmCreate, prmFields, prmId } }: Triage,
  ledger: Ledger,
  outcome: JsonObject,
  before: readonly NewWrite[],
  told: NewWrite | null,
): Promise<string> {
  const id = prmId ?? record.externalId;
  if (prmFields === null) {
    if (before.length > 0) await ledger.writeAll(before, told);
    else if (told) await ledger.notice(told.step, told.operation, told.payload);
    return id;
  }
  const update = { step: 'prm-update', operation: 'prm.updateDeal' as const };
  const payload = { ...outcome, ...prmFields };
  if (!prmCreate) {
    await ledger.writeAll([...before, { ...update, payload: { id, ...payload } }], told);
    return id;
  }
  const create = { step: 'prm-create', operation: 'prm.createDeal' as const, payload: prmCreate };
  const landed = await ledger.writeAll(
    [...before, create, { ...update, payload, idFrom: create.step }],
    told,
  );
  return landed.at(-1)?.id ?? id;
}

/** However it was decided, the PRM keeps what stood in its way. */
async function recordConflicts({ conflicts = [] }: Triage, ledger: Ledger, dealId: string): Promise<void> {
  if (conflicts.length === 0 || !patched('conflicts-recorded')) return;
  await ledger.writeAll(
    conflicts.map((conflict, index) => ({
      step: `prm-conflict-${index + 1}`,
      operation: 'prm.recordConflict',
      payload: { ...conflict, dealId },
    })),
  );
}
