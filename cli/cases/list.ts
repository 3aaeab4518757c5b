import { Command, Option } from 'commander';
import { type CaseRow, listCases } from '../../adapters/store/cases.ts';
import { CASE_STATUSES, type CaseStatus } from '../../domain/case.ts';
import { LIFECYCLES, type Lifecycle } from '../../domain/lifecycles.ts';
import { actingPerson } from '../actor.ts';
import { instant, wholeNumber } from '../arguments.ts';
import { applicationNow } from '../clock.ts';
import { lifecycleFilter } from '../lifecycle-option.ts';
import { pagesAmong, pagesOf } from '../lifecycles.ts';
import { readerZone } from '../reader-zone.ts';
import { inSession, type Session } from '../session.ts';
import { clockTime } from '../times.ts';
import { caseColumns, headColumns } from './case-columns.ts';
import type { CaseThen } from './case-then.ts';
import { caseWord, onlyKind, SUBMIT_ONE } from './case-word.ts';

interface Options {
  lifecycle?: Lifecycle;
  asOf?: string;
  search?: string;
  status?: CaseStatus;
  partner?: string;
  segment?: string;
  limit: number;
}

export function casesList(): Command {
  return new Command('list')
    .description('list cases, last changed first')
    .addOption(lifecycleFilter())
    .addOption(new Option('--status <status>', 'only this status').choices(CASE_STATUSES))
    .option('--search <text>', 'only where its name, partner id, reference or case id holds this text')
    .option('--partner <id>', "only this partner's")
    .option('--segment <segment>', 'only this segment, such as Platinum/EMEA/standard')
    .option('--as-of <instant>', 'as they stood then, by the audit trail', instant)
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck cases list --status waiting_for_decision --partner 7001',
    )
    .action(inSession(list));
}

async function list(session: Session, asked: Options): Promise<void> {
  const person = await actingPerson(session);
  // To somebody of a partner the cases of others do not exist.
  const options = person?.partnerId ? { ...asked, partner: person.partnerId } : asked;
  if (options.asOf) return listAsOf(session, options, options.asOf);
  const rows = await session.db((tx) => listCases(tx, filterOf(options)));
  const zone = readerZone(person);
  const now = applicationNow().toISOString();
  session.terminal.list(
    rows,
    [
      ...caseColumns(rows, (row) => row, await pagesAmong(rows)),
      {
        head: 'STATUS',
        value: (row: CaseRow) =>
          (row.status === 'completed' ? (row.outcome ?? row.status) : row.status).replaceAll('_', ' '),
        least: 11,
        lines: 2,
      },
      { head: 'CHANGED', value: (row) => clockTime(row.updatedAt, now, zone) },
    ],
    rows.length > 0 ? '' : await emptyText(session, options),
  );
}

/** A reversal is part of the case that it undoes. */
function filterOf({ lifecycle, limit, search, status, partner, segment }: Options) {
  return {
    lifecycle: lifecycle ?? LIFECYCLES,
    limit,
    ...(search && { search }),
    ...(status && { status }),
    ...(partner && { partnerId: partner }),
    ...(segment && { segment }),
  };
}

async function listAsOf(session: Session, options: Options, asOf: string): Promise<void> {
  const { casesThen, statusThen } = await import('./case-then.ts');
  const rows = await session.db((tx) => casesThen(tx, filterOf(options), asOf));
  const zone = readerZone(await actingPerson(session));
  const now = applicationNow().toISOString();
  const only = options.lifecycle ?? onlyKind(rows);
  const { about } = only ? await pagesOf(only) : { about: 'about' };
  session.terminal.list(
    rows,
    [
      ...headColumns(
        about,
        (then: CaseThen) => then.case,
        (then) => then,
      ),
      { head: 'STATUS', value: statusThen, least: 11, lines: 2 },
      { head: 'CHANGED', value: (then) => then.changedAt && clockTime(then.changedAt, now, zone) },
    ],
    `No ${caseWord(options.lifecycle)} stood like that at ${clockTime(asOf, now, zone)}.`,
  );
}

async function emptyText(session: Session, options: Options): Promise<string> {
  const { lifecycle, search, status, partner, segment } = options;
  const { rows } = await session.db((tx) =>
    tx.query<{ all: number }>('select count(*)::int as all from cases where lifecycle = any($1)', [
      lifecycle ? [lifecycle] : LIFECYCLES,
    ]),
  );
  const all = rows[0]?.all ?? 0;
  if (all === 0) return `No ${caseWord(lifecycle)} yet. ${SUBMIT_ONE}`;
  const asked = [
    search && `--search ${search}`,
    status && `--status ${status}`,
    partner && `--partner ${partner}`,
    segment && `--segment ${segment}`,
  ].filter(Boolean);
  return `No ${caseWord(lifecycle)} matches ${asked.join(' ')}; there are ${all} without it.`;
}
