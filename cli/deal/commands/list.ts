import { Command, Option } from 'commander';
import { type CaseFilter, type CaseRow, listCases } from '../../../adapters/store/cases.ts';
import { CASE_STATUSES, type CaseStatus } from '../../../domain/case.ts';
import { actingPerson } from '../../actor.ts';
import { instant, wholeNumber } from '../../arguments.ts';
import { grouped, summaryText } from '../../case-text.ts';
import { applicationNow } from '../../clock.ts';
import { readerCalendar } from '../../policy.ts';
import { inSession, type Session } from '../../session.ts';
import { clockTime } from '../../times.ts';
import { type DealAsOf, dealsAsOf, statusThen } from '../as-of.ts';

interface Options {
  asOf?: string;
  search?: string;
  status?: CaseStatus;
  partner?: string;
  segment?: string;
  limit: number;
}

export function dealsList(): Command {
  return new Command('list')
    .description('list deal registrations, last changed first')
    .addOption(new Option('--status <status>', 'only this status').choices(CASE_STATUSES))
    .option('--search <text>', 'only where customer, partner id, reference or case id holds this text')
    .option('--partner <id>', "only this partner's")
    .option('--segment <tier/region/program>', 'only this segment')
    .option('--as-of <instant>', 'as they stood then, by the audit trail', instant)
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck deals list --status waiting_for_decision --partner 7001',
    )
    .action(inSession(list));
}

async function list(session: Session, options: Options): Promise<void> {
  const filter: CaseFilter = {
    lifecycle: 'deal',
    limit: options.limit,
    ...(options.search && { search: options.search }),
    ...(options.status && { status: options.status }),
    ...(options.partner && { partnerId: options.partner }),
    ...(options.segment && { segment: options.segment }),
  };
  if (options.asOf) return listAsOf(session, options, options.asOf);
  const rows = await session.db((tx) => listCases(tx, filter));
  const { zone } = readerCalendar(await actingPerson(session));
  const now = applicationNow().toISOString();
  session.terminal.list(
    rows,
    [
      { head: 'CASE', value: (row: CaseRow) => row.case },
      { head: 'CUSTOMER', value: (row) => summaryText(row, 'customer_name'), least: 10 },
      { head: 'USD', value: (row) => grouped(summaryText(row, 'estimated_value')), align: 'right' },
      {
        head: 'STATUS',
        value: (row) =>
          (row.status === 'completed' ? (row.outcome ?? row.status) : row.status).replaceAll('_', ' '),
        least: 11,
        lines: 2,
      },
      { head: 'CHANGED', value: (row) => clockTime(row.updatedAt, now, zone) },
    ],
    rows.length > 0 ? '' : await emptyText(session, options),
  );
}

async function listAsOf(session: Session, options: Options, asOf: string): Promise<void> {
  const { search, status, partner, segment, limit } = options;
  const filter = {
    ...{ limit, ...(search && { search }), ...(status && { status }) },
    ...{ ...(partner && { partnerId: partner }), ...(segment && { segment }) },
  };
  const rows = await session.db((tx) => dealsAsOf(tx, filter, asOf));
  const { zone } = readerCalendar(await actingPerson(session));
  const now = applicationNow().toISOString();
  session.terminal.list(
    rows,
    [
      { head: 'CASE', value: (then: DealAsOf) => then.case },
      { head: 'CUSTOMER', value: (then) => then.customer, least: 10 },
      { head: 'USD', value: (then) => grouped(then.estimated_value), align: 'right' },
      { head: 'STATUS', value: statusThen, least: 11, lines: 2 },
      { head: 'CHANGED', value: (then) => then.changedAt && clockTime(then.changedAt, now, zone) },
    ],
    `No deal registration stood like that at ${clockTime(asOf, now, zone)}.`,
  );
}

async function emptyText(session: Session, options: Options): Promise<string> {
  const { rows } = await session.db((tx) =>
    tx.query<{ all: number }>(`select count(*)::int as all from cases where lifecycle = 'deal'`),
  );
  const all = rows[0]?.all ?? 0;
  if (all === 0) return 'No deal registration yet. Submit one: quarterdeck deals submit FILE';
  const asked = [
    options.search && `--search ${options.search}`,
    options.status && `--status ${options.status}`,
    options.partner && `--partner ${options.partner}`,
    options.segment && `--segment ${options.segment}`,
  ].filter(Boolean);
  return `No deal registration matches ${asked.join(' ')}; there are ${all} without it.`;
}
