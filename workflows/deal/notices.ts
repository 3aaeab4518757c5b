import type { Triage } from '../../activities/deal/triage.ts';
import type { DealNoticeKind } from '../../domain/deal/notices.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Ledger, NewWrite } from '../kit/ledger.ts';
import { type PartnerNotice, partnerNotice, sendPartnerNotice } from '../kit/notice.ts';

/** A correction is what an undo sends. */
export type DealNotice = Exclude<DealNoticeKind, 'correction'>;

/** Whom a notice goes to, and about what. */
export type NoticeTo = Pick<Triage, 'partner' | 'customer' | 'reference'>;

/** Tells the partner of a deal registration, or nobody where the partner has no address. */
export function sendNotice(
  ledger: Pick<Ledger, 'notice'>,
  to: NoticeTo,
  kind: DealNotice,
  values: JsonObject,
  step: string = kind,
): Promise<void> {
  return sendPartnerNotice(ledger, 'deal', noticeOf(to, kind, values, step));
}

/** The same for the ledger to send after writes. */
export function dealNotice(to: NoticeTo, kind: DealNotice, values: JsonObject): NewWrite | null {
  return partnerNotice('deal', noticeOf(to, kind, values, kind));
}

function noticeOf(
  { partner, customer, reference }: NoticeTo,
  kind: DealNotice,
  values: JsonObject,
  step: string,
): PartnerNotice {
  return { kind, to: partner, values: { customer, reference, ...values }, step };
}
