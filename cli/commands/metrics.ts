import { Command } from 'commander';
import { measureSegment, type SegmentMeasure } from '../../activities/rollout/measure-segment.ts';
import { type CallDay, callDays } from '../../adapters/store/call-days.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { tightest } from '../../domain/call-quota.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { measureBySegment } from '../../domain/metrics.ts';
import { rolloutPolicy } from '../../installation/policy.ts';
import { days } from '../arguments.ts';
import { applicationNow } from '../clock.ts';
import { callsText } from '../doctor/calls.ts';
import { fields } from '../layout.ts';
import { lifecycleOption } from '../lifecycle-option.ts';
import { figuresOf } from '../lifecycles.ts';
import { counts, measuredCases } from '../metrics/figures.ts';
import { agreementTable, figuresText, segmentsTable } from '../metrics/figures-text.ts';
import { outcomesOf, outcomesTable } from '../metrics/outcomes.ts';
import { readPolicy } from '../policy.ts';
import { rolloutDeps } from '../rollout/deps.ts';
import { inSession, type Session } from '../session.ts';
import { metricsBaseline } from './metrics-baseline.ts';

interface Options {
  days: number;
  lifecycle: Lifecycle;
  ownOnly?: true;
}

export function metrics(): Command {
  return new Command('metrics')
    .description('how many cases, how fast and how well they are decided, per segment')
    .option('--days <n>', 'of cases received in the last so many days', days, 90)
    .addOption(lifecycleOption())
    .option('--own-only', 'leave out the sample channel')
    .addCommand(metricsBaseline())
    .addHelpText('after', '\nExample:\n  $ quarterdeck metrics --days 30')
    .action(inSession(show));
}

async function show(session: Session, options: Options): Promise<void> {
  const since = new Date(applicationNow().getTime() - options.days * 86_400_000).toISOString();
  const { adviceField, measure, rates } = await figuresOf(options.lifecycle);
  const asked = { lifecycle: options.lifecycle, since, sample: !options.ownOnly };
  const of = { ...asked, adviceField };
  const today = applicationNow().toISOString().slice(0, 10);
  const { counted, cases, agreement, calls } = await session.db(async (tx) => ({
    counted: await counts(tx, of),
    cases: await measuredCases(tx, of),
    agreement: await agreementBySegment(session, tx, options.lifecycle),
    calls: await callDays(tx, today),
  }));
  const { personFigures } = readPolicy(rolloutPolicy);
  const outcomes = await session.db((tx) =>
    outcomesOf(tx, of, cases, applicationNow().toISOString(), personFigures),
  );
  const whole = measure(cases);
  const segments = measureBySegment(cases, measure);
  const { terminal } = session;
  terminal.data({ ...asked, ...counted, ...whole, ...outcomes, segments, agreement, calls });
  if (terminal.json) return;
  sayCalls(session, calls);
  if (counted.cases === 0) {
    terminal.say(`No ${options.lifecycle} case in the last ${options.days} days.`);
    return;
  }
  terminal.say(figuresText(counted, whole, rates, terminal.width));
  terminal.say('\nWhat it is for, beside your own figures from before (metrics baseline set)');
  terminal.say(outcomesTable(outcomes, terminal.width));
  terminal.say('\nBy segment');
  terminal.say(segmentsTable(segments, rates, terminal.width));
  terminal.say('\nAgreement of machine and people, by segment: counted where people decided blind');
  terminal.say(
    agreement.length === 0 ? '  Nothing compared yet.' : agreementTable(agreement, terminal.width),
  );
}

/** How much of each vendor's day is used, where a number of calls is known. */
function sayCalls({ terminal }: Session, days: readonly CallDay[]): void {
  const lines = days.flatMap(({ vendor, own, told }) => {
    const use = tightest([own, told]);
    return use ? [[`calls of ${vendor} ${use.per ? 'this hour' : 'today'}`, callsText(use)] as const] : [];
  });
  if (lines.length > 0) terminal.say(`${fields(lines, terminal.width)}\n`);
}

async function agreementBySegment(
  session: Session,
  tx: Tx,
  lifecycle: Lifecycle,
): Promise<Array<{ segment: string } & SegmentMeasure>> {
  const { rows } = await tx.query<{ segment: string }>(
    'select distinct segment from agreements where lifecycle = $1 and agreed is not null order by segment',
    [lifecycle],
  );
  if (rows.length === 0) return [];
  const deps = await rolloutDeps(session);
  const measured = [];
  for (const { segment } of rows)
    measured.push({ segment, ...(await measureSegment(tx, deps, lifecycle, segment)) });
  return measured;
}
