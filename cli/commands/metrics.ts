import { Command } from 'commander';
import { measureSegment } from '../../activities/rollout.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { AgreementMeasure } from '../../domain/agreement.ts';
import type { Lifecycle } from '../../domain/case.ts';
import { wholeNumber } from '../arguments.ts';
import { type Figures, figures } from '../figures.ts';
import { fields } from '../layout.ts';
import { rolloutDeps } from '../rollout-deps.ts';
import { inSession, type Session } from '../session.ts';
import { table } from '../table.ts';

interface Options {
  days: number;
  lifecycle: Lifecycle;
  ownOnly?: true;
}

export function metrics(): Command {
  return new Command('metrics')
    .description('how many cases, how fast they are reviewed, how well machine and people agree')
    .option('--days <n>', 'of the last so many days', wholeNumber, 90)
    .option('--lifecycle <name>', 'of this lifecycle', 'deal')
    .option('--own-only', 'leave out the sample channel')
    .addHelpText('after', '\nExample:\n  $ quarterdeck metrics --days 30')
    .action(inSession(show));
}

async function show(session: Session, options: Options): Promise<void> {
  const since = new Date(Date.now() - options.days * 86_400_000).toISOString();
  const of = { lifecycle: options.lifecycle, since, sample: !options.ownOnly };
  const { counted, segments } = await session.db(async (tx) => ({
    counted: await figures(tx, of),
    segments: await agreementBySegment(session, tx, options.lifecycle),
  }));
  const { terminal } = session;
  terminal.data({ ...of, ...counted, ...rates(counted), segments });
  if (terminal.json) return;
  if (counted.cases === 0) {
    terminal.say(`No ${options.lifecycle} case in the last ${options.days} days.`);
    return;
  }
  const { approvalRate, overrideRate } = rates(counted);
  const { n, median, p90 } = counted.firstReviewMinutes;
  terminal.say(
    fields(
      [
        ['cases', String(counted.cases)],
        ['by status', countsText(counted.byStatus)],
        ['by triage', countsText(counted.byTriage)],
        [
          'first review',
          n === 0 ? 'none yet' : `median ${duration(median)}, nine of ten within ${duration(p90)} (${n})`,
        ],
        [
          'approval rate',
          approvalRate === null ? 'nothing decided yet' : `${percent(approvalRate)} of ${counted.decided.n}`,
        ],
        ['override rate', overrideRate === null ? null : percent(overrideRate)],
        ['dead letters', String(counted.deadLetters)],
      ],
      terminal.width,
    ),
  );
  terminal.say('\nAgreement of machine and people, by segment');
  if (segments.length === 0) return terminal.say('  Nothing compared yet.');
  const agreement = table(
    segments,
    [
      { head: 'SEGMENT', value: (one) => one.segment, least: 20 },
      { head: 'N', value: (one) => one.n, align: 'right' },
      { head: 'AGREED', value: (one) => percent(one.agreed / one.n), align: 'right' },
      { head: 'AT LEAST (95 %)', value: (one) => percent(one.countLower), align: 'right' },
      { head: 'OF THE MONEY', value: (one) => percent(one.moneyLower), align: 'right' },
    ],
    terminal.width,
  );
  terminal.say(agreement);
}

async function agreementBySegment(
  session: Session,
  tx: Tx,
  lifecycle: Lifecycle,
): Promise<Array<{ segment: string } & AgreementMeasure>> {
  const { rows } = await tx.query<{ segment: string }>(
    'select distinct segment from agreements where lifecycle = $1 and agreed is not null order by segment',
    [lifecycle],
  );
  const measured = [];
  for (const { segment } of rows) {
    measured.push({ segment, ...(await measureSegment(tx, rolloutDeps(session), lifecycle, segment)) });
  }
  return measured.filter((one) => one.n > 0);
}

function rates({ decided }: Figures): { approvalRate: number | null; overrideRate: number | null } {
  if (decided.n === 0) return { approvalRate: null, overrideRate: null };
  return {
    approvalRate: (decided.approved + decided.overridden) / decided.n,
    overrideRate: decided.overridden / decided.n,
  };
}

function countsText(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([name, n]) => `${name} ${n}`)
    .join(', ');
}

function duration(minutes: number | null): string {
  if (minutes === null) return '–';
  return minutes < 120 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
