import type { AuditProblem } from '../../domain/audit.ts';
import { canonicalText } from '../../domain/evidence.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { NewDelivery } from './deliveries.ts';
import type { Tx } from './pool.ts';
import type { Vault } from './vault.ts';

/** What stands beside the bytes of a delivery: who sent it, and what it is said to be. */
export type Labels = Pick<
  NewDelivery,
  'intake' | 'lifecycle' | 'source' | 'form' | 'partnerId' | 'by' | 'sample' | 'letter'
>;

/**
 * What a delivery carries that one of our processes has taken in. Its bytes are sealed, its labels are not: our own role in the database could copy
 * the bytes into a row that names a sender who is trusted more.
 * @param subject whose key its bytes are sealed with
 */
export function deliveryStamp(vault: Pick<Vault, 'stampOf'>, subject: string, labels: Labels): string {
  const { intake, lifecycle, source, form, partnerId, by, sample, letter } = labels;
  return vault.stampOf(
    canonicalText({ delivery: subject, intake, lifecycle, source, form, partnerId, by, sample, letter }),
  );
}

export interface LabelColumns {
  intake_id: string;
  lifecycle: Lifecycle;
  source: string;
  form: string;
  subject_id: string;
  partner_id: string | null;
  submitted_by: string | null;
  sample: boolean;
  letter_id: string | null;
  stamp: string | null;
  before_stamps: boolean;
}

export function labelsOf(row: LabelColumns): Labels {
  const { intake_id: intake, lifecycle, source, form, sample } = row;
  const { partner_id: partnerId, submitted_by: by, letter_id: letter } = row;
  return { intake, lifecycle, source, form, partnerId, by, sample, letter };
}

/** Whether one of our processes has taken it in; also when it did so before deliveries were stamped. */
export function hasStamp(vault: Pick<Vault, 'stampOf'>, row: LabelColumns): boolean {
  return row.before_stamps || row.stamp === deliveryStamp(vault, row.subject_id, labelsOf(row));
}

/** Deliveries, of those that are still kept, that none of our processes has taken in. */
export async function unstampedDeliveries(tx: Tx, vault: Pick<Vault, 'stampOf'>): Promise<AuditProblem[]> {
  const { rows } = await tx.query<LabelColumns & { delivery_id: string; [name: string]: unknown }>(
    `select delivery_id, intake_id, lifecycle, source, form, subject_id, partner_id, submitted_by, sample, letter_id, stamp, before_stamps
      from deliveries where not before_stamps order by delivery_id`,
  );
  return rows
    .filter((row) => !hasStamp(vault, row))
    .map(({ delivery_id: number, intake_id: intake }) => ({
      case: intake,
      kind: 'submission_forged',
      message: `delivery ${number} was taken in by none of our processes`,
    }));
}
