import type { RegistrationStatus } from '../../../domain/deal/registration.ts';
import type { Tx } from '../pool.ts';

/** A protection window that has something to do. Instants are UTC, ISO 8601. */
export interface DueWindow {
  case: string;
  status: RegistrationStatus;
  /** Null when the registration is not protected any more. */
  protectedUntil: string | null;
  extended: boolean;
  dueAt: string;
}

/** Windows that were due at an instant, those that have waited longest first. @param of one case only */
export async function dueWindows(tx: Tx, at: string, most: number, of?: string): Promise<DueWindow[]> {
  const { rows } = await tx.query<{
    case_id: string;
    status: RegistrationStatus;
    protected_until: Date | null;
    extended: boolean;
    window_due: Date;
  }>(
    `select case_id, status, protected_until, extended_at is not null as extended, window_due from registrations
      where window_due <= $1 and ($3::text is null or case_id = $3) order by window_due, case_id limit $2`,
    [at, most, of ?? null],
  );
  return rows.map((row) => ({
    case: row.case_id,
    status: row.status,
    protectedUntil: row.protected_until?.toISOString() ?? null,
    extended: row.extended,
    dueAt: row.window_due.toISOString(),
  }));
}

/** Its workflow knows; what became due meanwhile stays due. */
export async function windowStarted(tx: Tx, { case: id, dueAt }: DueWindow): Promise<void> {
  await tx.query(
    `update registrations set window_due = null
      where case_id = $1 and date_trunc('milliseconds', window_due) = $2::timestamptz`,
    [id, dueAt],
  );
}
