import { auditOf } from '../../adapters/store/audit.ts';
import { type CaseRow, getCase } from '../../adapters/store/cases.ts';
import { countRefused } from '../../adapters/store/refused-decisions.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { Refusal } from '../../domain/decision.ts';
import { applicationNow } from '../clock.ts';
import type { CliFailure } from '../failure.ts';
import { peopleById, personName } from '../people.ts';
import { refusalFailure, refusalIn } from '../refusal.ts';
import type { Session } from '../session.ts';
import { clockTime } from '../times.ts';

/** A decision that did not count, as it is told: `approved by Ana Ruiz, 14:02 CET`. Undefined for any other error. */
export async function explainRefusal(
  session: Session,
  error: unknown,
  row: CaseRow,
  person: PersonRecord,
): Promise<CliFailure | undefined> {
  const refusal = refusalIn(error) ?? (await alreadyOver(session, error, row, person));
  if (!refusal) return undefined;
  const fix = FIXES[refusal.code]?.replace('CASE', row.case);
  const title = refusal.decided ? await decidedBy(session, refusal.decided, row, person) : undefined;
  return refusalFailure(refusal, { case: row.case, ...(title && { title }), ...(fix && { fix }) });
}

/**
 * The workflow has ended: what its last decision was stands in the audit trail. One that ended while the decision was on its way could
 * not refuse it any more, so that is audited here.
 */
async function alreadyOver(
  session: Session,
  error: unknown,
  row: CaseRow,
  person: PersonRecord,
): Promise<Refusal | undefined> {
  // Named, not compared: the class would load Temporal's client for every command.
  if (!(error instanceof Error) || error.name !== 'WorkflowNotFoundError') return undefined;
  const now = await session.db((tx) => getCase(tx, row.case));
  if (!now || openStatus(now)) return undefined;
  const trail = await session.db((tx) => auditOf(tx, row.case));
  const last = trail.findLast(({ entry }) => entry.action === 'decision.accepted')?.entry;
  const message = `${row.case} has ended (${now.outcome ?? now.status})`;
  const decided =
    last && ({ action: last.decision, by: last.actor, at: last.at } as NonNullable<Refusal['decided']>);
  const code = decided ? 'already_decided' : 'no_open_gate';
  if (openStatus(row)) {
    const at = applicationNow().toISOString();
    const refused = { actor: 'system', action: 'decision.refused', claimed: person.id, code, via: 'update' };
    await session.db((tx) => countRefused(tx, row.case, { at, ...refused }));
  }
  return { code, message, ...(decided && { decided }) };
}

function openStatus(row: CaseRow): boolean {
  return row.status === 'running' || row.status.startsWith('waiting');
}

async function decidedBy(
  session: Session,
  decided: NonNullable<Refusal['decided']>,
  row: CaseRow,
  person: PersonRecord,
): Promise<string> {
  const people = await session.db(peopleById);
  const at = clockTime(decided.at, applicationNow().toISOString(), person.zone);
  return `${row.case} was already ${PAST[decided.action]} by ${personName(people, decided.by)}, ${at}.`;
}

const PAST = {
  approve: 'approved',
  reject: 'rejected',
  override: 'overridden',
  rollback: 'rolled back',
  reassign: 'reassigned',
  request_information: 'sent back to the partner',
} as const;

const FIXES: Partial<Record<Refusal['code'], string>> = {
  stale_round: 'Look at it again: quarterdeck reviews show CASE',
  already_decided: 'What it led to: quarterdeck cases show CASE',
  no_open_gate: 'Where it stands: quarterdeck cases show CASE',
  revoked_key: 'Make a new key: quarterdeck keys new',
  bad_signature: 'Is your key registered? quarterdeck whoami',
};
