import type { Tx } from './pool.ts';

/** A notice that was sent, as partners and auditors see it; never its text or address. */
export interface SentNotice {
  case: string;
  kind: string;
  partnerId: string | null;
  /** BCP 47. */
  language: string;
  effectKey: string;
  sentAt: string;
}

/** Records a notice once per effect key. */
export async function recordNotice(tx: Tx, notice: Omit<SentNotice, 'sentAt'>): Promise<void> {
  await tx.query(
    `insert into sent_notices (case_id, kind, partner_id, language, effect_key)
      values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [notice.case, notice.kind, notice.partnerId, notice.language, notice.effectKey],
  );
}

/** The notices of a case, oldest first. */
export async function noticesOf(tx: Tx, caseId: string): Promise<SentNotice[]> {
  const { rows } = await tx.query<{
    case_id: string;
    kind: string;
    partner_id: string | null;
    language: string;
    effect_key: string;
    sent_at: Date;
  }>('select * from sent_notices where case_id = $1 order by sent_at, effect_key', [caseId]);
  return rows.map((row) => ({
    case: row.case_id,
    kind: row.kind,
    partnerId: row.partner_id,
    language: row.language,
    effectKey: row.effect_key,
    sentAt: row.sent_at.toISOString(),
  }));
}
