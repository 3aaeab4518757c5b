import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { Tx } from './pool.ts';

/** What the decider would have done beside what a person did: the ground of promotion and demotion. */
export interface Agreement {
  case: string;
  revision: number;
  lifecycle: Lifecycle;
  /** `tier/region/program` */
  segment: string;
  /** The decider's outcome. */
  machine: string;
  /** The person's; null until one has decided. */
  human: string | null;
  /** Null until a person has decided. */
  agreed: boolean | null;
  /** Decimal string. */
  amountUsd: string;
  /** UTC instant of the comparison. */
  at: string;
}

/** Records or completes the comparison of one revision of a case. */
export async function putAgreement(tx: Tx, row: Agreement): Promise<void> {
  await tx.query(
    `insert into agreements (case_id, revision, lifecycle, segment, machine, human, agreed, amount_usd, at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      on conflict (case_id, revision) do update set machine = excluded.machine, human = excluded.human,
        agreed = excluded.agreed, amount_usd = excluded.amount_usd, at = excluded.at`,
    [
      ...[row.case, row.revision, row.lifecycle, row.segment, row.machine, row.human, row.agreed],
      ...[row.amountUsd, row.at],
    ],
  );
}

/**
 * The comparisons that a person has decided since an instant, oldest first.
 * @param segment exactly this one; absent: all of the lifecycle.
 */
export async function agreementsSince(
  tx: Tx,
  by: { lifecycle: Lifecycle; since: string; segment?: string },
): Promise<Agreement[]> {
  const { rows } = await tx.query<{
    case_id: string;
    revision: number;
    lifecycle: Lifecycle;
    segment: string;
    machine: string;
    human: string | null;
    agreed: boolean | null;
    amount_usd: string;
    at: Date;
  }>(
    `select * from agreements where lifecycle = $1 and at >= $2 and ($3::text is null or segment = $3)
      and agreed is not null order by at, case_id`,
    [by.lifecycle, by.since, by.segment ?? null],
  );
  return rows.map((row) => ({
    case: row.case_id,
    revision: row.revision,
    lifecycle: row.lifecycle,
    segment: row.segment,
    machine: row.machine,
    human: row.human,
    agreed: row.agreed,
    amountUsd: row.amount_usd,
    at: row.at.toISOString(),
  }));
}
