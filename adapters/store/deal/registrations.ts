import type { ClosureReason, RegistrationStatus } from '../../../domain/deal/registration.ts';
import type { Tx } from '../pool.ts';
import { send, sql } from '../sql.ts';

/** A deal registration as conflict look-up and partners see it. */
export interface Registration {
  case: string;
  partnerId: string;
  customerName: string;
  /** As the decider normalises names. */
  normalisedName: string;
  /** Registrable domain of the customer; null when unknown or a freemail one. */
  domain: string | null;
  status: RegistrationStatus;
  /** UTC instant of the complete submission: first wins. */
  submittedAt: string;
  protectedUntil: string | null;
  closureReason: ClosureReason | null;
}

/** A registration as it is kept. */
export interface KeptRegistration extends Registration {
  /** When its protection was extended: once only. */
  extendedAt: string | null;
  /** When its protection window has to be started or told of a change; null: there is none, or it sees to the rest itself. */
  windowDue: string | null;
}

/** Records a registration, or its new state. */
export async function putRegistration(tx: Tx, row: Registration): Promise<void> {
  await send(
    tx,
    sql`insert into registrations (case_id, partner_id, customer_name, normalised_name, domain, status, submitted_at,
        protected_until, closure_reason)
      values (${row.case}, ${row.partnerId}, ${row.customerName}, ${row.normalisedName}, ${row.domain}, ${row.status},
        ${row.submittedAt}, ${row.protectedUntil}, ${row.closureReason})
      on conflict (case_id) do update set partner_id = excluded.partner_id, customer_name = excluded.customer_name,
        normalised_name = excluded.normalised_name, domain = excluded.domain, status = excluded.status,
        submitted_at = excluded.submitted_at, protected_until = excluded.protected_until,
        closure_reason = excluded.closure_reason`,
  );
}

/** Changes status and, where named, protection, closure reason or what its window is due for. @throws Error when there is no such registration. */
export async function updateRegistration(
  tx: Tx,
  caseId: string,
  change: {
    status: RegistrationStatus;
    protectedUntil?: string | null;
    closureReason?: ClosureReason | null;
    windowDue?: string | null;
  },
): Promise<void> {
  const { rowCount } = await send(
    tx,
    sql`update registrations set status = ${change.status},
        protected_until = case when ${change.protectedUntil !== undefined}
          then ${change.protectedUntil ?? null}::timestamptz else protected_until end,
        closure_reason = case when ${change.closureReason !== undefined} then ${change.closureReason ?? null} else closure_reason end,
        window_due = case when ${change.windowDue !== undefined} then ${change.windowDue ?? null}::timestamptz else window_due end
      where case_id = ${caseId}`,
  );
  if (rowCount !== 1) throw new Error(`no registration of case ${caseId}`);
}

/** Moves the end of a protection, once, which its window has to be told: false when it ends at another time than `from` by now, or was extended before. */
export async function extendRegistration(
  tx: Tx,
  caseId: string,
  change: { from: string; to: string; at: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update registrations set protected_until = $3, extended_at = $4, window_due = $4
      where case_id = $1 and date_trunc('milliseconds', protected_until) = $2::timestamptz and extended_at is null
        and status = 'Approved'`,
    [caseId, change.from, change.to, change.at],
  );
  return rowCount === 1;
}

export async function registrationOf(tx: Tx, caseId: string): Promise<KeptRegistration | undefined> {
  const { rows } = await tx.query<
    RegistrationColumns & {
      normalised_name: string;
      closure_reason: ClosureReason | null;
      extended_at: Date | null;
      window_due: Date | null;
    }
  >('select * from registrations where case_id = $1', [caseId]);
  const row = rows[0];
  return (
    row && {
      ...shared(row),
      normalisedName: row.normalised_name,
      closureReason: row.closure_reason,
      extendedAt: row.extended_at?.toISOString() ?? null,
      windowDue: row.window_due?.toISOString() ?? null,
    }
  );
}

interface RegistrationColumns {
  case_id: string;
  partner_id: string;
  customer_name: string;
  domain: string | null;
  status: RegistrationStatus;
  submitted_at: Date;
  protected_until: Date | null;
}

function shared(row: RegistrationColumns): Omit<Registration, 'normalisedName' | 'closureReason'> {
  return {
    case: row.case_id,
    partnerId: row.partner_id,
    customerName: row.customer_name,
    domain: row.domain,
    status: row.status,
    submittedAt: row.submitted_at.toISOString(),
    protectedUntil: row.protected_until?.toISOString() ?? null,
  };
}
