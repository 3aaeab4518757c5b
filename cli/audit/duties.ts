import { caseFacts } from '../../activities/case-facts.ts';
import { AUTHORITY_CHECKS, signedChanges } from '../../adapters/store/authority-log.ts';
import { decisionsTaken } from '../../adapters/store/decisions-taken.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { type DutyRow, dutyViolations, ownAuthorityChanges } from '../../domain/duties.ts';
import { authorityHistory, stateOfVersion, type TrustRoot } from '../../domain/gate/authority-log.ts';
import type { Period } from '../../domain/period.ts';
import { trustRoot } from '../authority.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { peopleById, personName } from '../people.ts';
import type { Session } from '../session.ts';
import { periodOf } from './sample.ts';

/** Who held which duties in the decisions of a period, and where two met in one person. Exit 3 when they did. */
export async function auditDuties(session: Session, { period: said }: { period: string }): Promise<void> {
  const period = periodOf(said);
  const { rows, violations, people } = await session.db(async (tx) => {
    const changes = await signedChanges(tx);
    const root = await trustRoot(session, tx);
    const { states } = authorityHistory(changes, root, AUTHORITY_CHECKS);
    const rows = await dutyRows(tx, root, period);
    const found = dutyViolations(rows, (row) => stateOfVersion(states, row.authorityVersion));
    const counted = new Set(states.map(({ version }) => version));
    const own = changes.filter(({ version }) => counted.has(version));
    const violations = [...found, ...ownAuthorityChanges(own, period)];
    return { rows, violations, people: await peopleById(tx) };
  });
  const { terminal } = session;
  const delegated = rows.filter(({ delegatedFrom }) => delegatedFrom !== null);
  const byPerson = [...Map.groupBy(rows, ({ actor }) => actor)].map(([actor, own]) => ({
    person: actor,
    decisions: own.length,
    inPlaceOf: own.filter(({ delegatedFrom }) => delegatedFrom !== null).length,
    ownSubmissions: own.filter(({ submittedBy }) => submittedBy.includes(actor)).length,
  }));
  if (terminal.json) terminal.data({ period, decisions: rows.length, byPerson, delegated, violations });
  else {
    terminal.list(
      byPerson,
      [
        { head: 'PERSON', value: (row) => personName(people, row.person), least: 10 },
        { head: 'DECISIONS', value: (row) => row.decisions, align: 'right' },
        { head: 'IN PLACE OF', value: (row) => row.inPlaceOf, align: 'right' },
        { head: 'OF OWN SUBMISSIONS', value: (row) => row.ownSubmissions, align: 'right' },
      ],
      `Nobody decided anything in ${said}.`,
    );
    for (const row of delegated)
      terminal.say(`${row.case}: ${row.actor} in place of ${row.delegatedFrom}, ${row.decision}, ${row.at}`);
    for (const one of violations) terminal.say(`${one.case}: ${one.message} (${one.rule})`);
  }
  if (violations.length === 0) return terminal.say(`Violations: none, in ${rows.length} decisions.`);
  throw new CliFailure({
    exit: EXIT.refused,
    code: 'duties_not_segregated',
    title: `Two duties met in one person ${violations.length} times in ${rows.length} decisions.`,
    fix: 'Look at each: quarterdeck cases show CASE, quarterdeck authority as-of.',
  });
}

async function dutyRows(tx: Tx, root: TrustRoot, period: Period): Promise<DutyRow[]> {
  const rows: DutyRow[] = [];
  for (const { case: id, seq, entry } of await decisionsTaken(tx, period)) {
    const facts = await caseFacts(tx, root, id).catch(() => null);
    rows.push({
      ...{ case: id, seq, at: entry.at, actor: entry.actor, decision: String(entry.decision) },
      ...{ round: Number(entry.round), authorityVersion: Number(entry.authorityVersion) },
      delegatedFrom: typeof entry.delegatedFrom === 'string' ? entry.delegatedFrom : null,
      submittedBy: facts?.submittedBy ?? [],
      configuredBy: facts?.configuredBy ?? [],
      partnerId: facts?.partnerId ?? null,
    });
  }
  return rows;
}
