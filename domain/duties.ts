import type { AuthorityChange, AuthorityState, SignedChange } from './gate/authority-log.ts';
import type { Period } from './period.ts';

/** One decision of a person, with what segregation of duties asks about it. */
export interface DutyRow {
  case: string;
  seq: number;
  at: string;
  actor: string;
  decision: string;
  round: number;
  authorityVersion: number;
  delegatedFrom: string | null;
  /** Person ids who submitted the case, or configured what it is about. */
  submittedBy: string[];
  configuredBy: string[];
  partnerId: string | null;
}

export interface Violation {
  case: string;
  seq: number | null;
  rule:
    | 'decided_own_submission'
    | 'decided_own_configuration'
    | 'decided_for_own_partner'
    | 'approved_twice'
    | 'changed_own_authority';
  message: string;
}

/** Decisions that settle something; handing a case on or asking the partner settles nothing. */
const SETTLES = ['approve', 'reject', 'override', 'rollback'];

/**
 * Where one person held two duties that have to be apart: the person decided what they submitted, configured or are the partner of, or counted twice in one
 * question (also in somebody's place, or through their own delegate). Rules: decisions, "Roles and what they may do".
 * @param stateOf the signed authority under which a decision was taken
 */
export function dutyViolations(
  rows: readonly DutyRow[],
  stateOf: (row: DutyRow) => AuthorityState,
): Violation[] {
  const settling = rows.filter(({ decision }) => SETTLES.includes(decision));
  return [
    ...settling.flatMap((row) => tiesOf(row, stateOf(row))),
    ...[
      ...Map.groupBy(
        settling.filter(({ round }) => round > 0),
        roundName,
      ).values(),
    ].flatMap(twice),
  ];
}

function tiesOf(row: DutyRow, { people }: AuthorityState): Violation[] {
  const deciders = [row.actor, ...(row.delegatedFrom === null ? [] : [row.delegatedFrom])];
  return deciders.flatMap((person) => {
    const own = row.partnerId !== null && people[person]?.partnerId === row.partnerId;
    const found: [boolean, Violation['rule'], string][] = [
      [row.submittedBy.includes(person), 'decided_own_submission', 'submitted it'],
      [row.configuredBy.includes(person), 'decided_own_configuration', 'configured it'],
      [own, 'decided_for_own_partner', 'belongs to its partner'],
    ];
    return found
      .filter(([wrong]) => wrong)
      .map(([, rule, why]) => ({
        case: row.case,
        seq: row.seq,
        rule,
        message: `${person} decided it and ${why}`,
      }));
  });
}

function roundName({ case: id, round }: DutyRow): string {
  return `${id}\n${round}`;
}

/** Several people answer one question: nobody may be among them twice. */
function twice(rows: readonly DutyRow[]): Violation[] {
  const seen = new Set<string>();
  return rows.flatMap((row): Violation[] => {
    const involved = [row.actor, ...(row.delegatedFrom === null ? [] : [row.delegatedFrom])];
    const again = involved.filter((person) => seen.has(person));
    for (const person of involved) seen.add(person);
    return again.map((person) => ({
      case: row.case,
      seq: row.seq,
      rule: 'approved_twice',
      message: `${person} stands twice for round ${row.round}`,
    }));
  });
}

/** Who signed a change of what they themselves may decide, or a further key for themselves, in a period. @param changes that count: what else stands there may have any form */
export function ownAuthorityChanges(changes: readonly SignedChange[], { from, to }: Period): Violation[] {
  return changes.flatMap(({ version, body }): Violation[] => {
    const change = JSON.parse(body) as AuthorityChange & { at: string; by: string };
    const own =
      change.change === 'people'
        ? change.people.some(({ id }) => id === change.by)
        : change.change === 'key' && change.person === change.by;
    if (!own || change.at < from || to <= change.at) return [];
    const message = `${change.by} signed version ${version}, which concerns themself`;
    return [{ case: 'authority', seq: null, rule: 'changed_own_authority', message }];
  });
}
