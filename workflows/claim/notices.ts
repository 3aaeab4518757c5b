import type { ClaimLook } from '../../activities/claim/look.ts';
import type { ClaimNoticeKind } from '../../domain/claim/notices.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Ledger } from '../kit/ledger.ts';
import { sendPartnerNotice } from '../kit/notice.ts';

/** Tells the partner of a claim, or nobody where the partner has no address. A correction is what an undo sends. */
export function sendClaimNotice(
  ledger: Pick<Ledger, 'notice'>,
  { partner, program, reference }: ClaimLook,
  kind: Exclude<ClaimNoticeKind, 'correction'>,
  values: JsonObject,
  step: string = kind,
): Promise<void> {
  const about = { program: program?.title ?? null, reference };
  return sendPartnerNotice(ledger, 'claim', { kind, to: partner, values: { ...about, ...values }, step });
}
