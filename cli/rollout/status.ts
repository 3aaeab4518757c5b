import { Command } from 'commander';
import { measureSegment, type SegmentMeasure } from '../../activities/rollout/measure-segment.ts';
import { watchedCases } from '../../adapters/intake/take-live.ts';
import { type Agreement, agreementsSince } from '../../adapters/store/agreements.ts';
import { type HistoryImport, historyImports } from '../../adapters/store/history-imports.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { lastDemotion, listRollout } from '../../adapters/store/rollout.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { objectionToPromotion } from '../../domain/promotion.ts';
import { DEFAULT_MODE, type RolloutMode, rowInForce } from '../../domain/rollout.ts';
import { wrap } from '../layout.ts';
import { lifecycleOption } from '../lifecycle-option.ts';
import { agreedText, boundText } from '../metrics/figures-text.ts';
import { inSession, type Session } from '../session.ts';
import { table } from '../table.ts';
import { rolloutDeps } from './deps.ts';

/** Where one segment stands on its way to acting by itself. */
interface SegmentStatus {
  segment: string;
  mode: RolloutMode;
  measure: SegmentMeasure;
  /** Counted decisions that are missing for the first look, or in the last days. */
  missing: number;
  /** Why it may not be automated yet; null when it may. */
  objection: string | null;
  disagreed: Pick<Agreement, 'case' | 'machine' | 'human' | 'amountUsd' | 'at'>[];
  /** Watched cases that nobody has decided yet. */
  undecided: number;
}

export function rolloutStatus(): Command {
  return new Command('status')
    .description('for each segment how many decisions are missing, what disagreed, and what comes next')
    .addOption(lifecycleOption())
    .addHelpText('after', '\nExample:\n  $ quarterdeck rollout status')
    .action(inSession(status));
}

async function status(session: Session, { lifecycle }: { lifecycle: Lifecycle }): Promise<void> {
  const deps = await rolloutDeps(session);
  const rules = deps.rules();
  const { segments, imports } = await session.db(async (tx) => ({
    segments: await segmentsOf(tx, deps, lifecycle),
    imports: (await historyImports(tx, deps.installationKey, lifecycle)).filter(
      ({ undoneAt }) => undoneAt === null,
    ),
  }));
  const { terminal } = session;
  const { width } = terminal;
  terminal.data({ segments, imports, rules });
  if (segments.length === 0)
    return terminal.say(
      'Nothing was looked at yet: quarterdeck cases submit FILE, or quarterdeck rollout rehearse FILE.',
    );
  terminal.say(statusTable(segments, rules.minimum, width));
  terminal.say(
    wrap(
      `Only decisions of the last ${rules.days} days carry a promotion: an older one, of history too, is shown and does not count.`,
      width,
    ),
  );
  for (const one of segments) {
    terminal.say('');
    for (const line of nextLines(one)) terminal.say(wrap(line, width));
    if (one.disagreed.length > 0) terminal.say(disagreedTable(one, width));
  }
  for (const one of imports) terminal.say(`\n${importText(one)}`);
}

async function segmentsOf(tx: Tx, deps: Awaited<ReturnType<typeof rolloutDeps>>, lifecycle: Lifecycle) {
  const rules = deps.rules();
  const rows = await listRollout(tx);
  const { rows: named } = await tx.query<{ segment: string }>(
    'select distinct segment from agreements where lifecycle = $1 order by segment',
    [lifecycle],
  );
  const watched = await watchedCases(tx, lifecycle, '*/*/*');
  const found: SegmentStatus[] = [];
  for (const { segment } of named) {
    const measure = await measureSegment(tx, deps, lifecycle, segment);
    const since = (await lastDemotion(tx, lifecycle, segment)) ?? new Date(0).toISOString();
    const blind = await agreementsSince(tx, deps.installationKey, {
      ...{ lifecycle, segment, since, kinds: ['blind', 'control'] },
    });
    found.push({
      ...{ segment, measure },
      mode: rowInForce(rows, lifecycle, segment)?.mode ?? DEFAULT_MODE,
      missing: Math.max(0, rules.minimum - measure.sinceDemotion, rules.minimum - measure.counted.n),
      objection: objectionToPromotion(measure, rules),
      disagreed: blind.filter(({ agreed }) => agreed === false),
      undecided: watched.filter((row) => row.segment === segment).length,
    });
  }
  return found;
}

function statusTable(segments: readonly SegmentStatus[], minimum: number, width: number): string {
  return table(
    segments,
    [
      { head: 'SEGMENT', value: (one) => one.segment, least: 18 },
      { head: 'MODE', value: (one) => one.mode },
      { head: 'AGREED', value: ({ measure }) => agreedText(measure.counted), align: 'right' },
      { head: 'HISTORY', value: ({ measure }) => measure.history, align: 'right' },
      {
        head: 'AT LEAST',
        value: ({ measure: { counted } }) =>
          boundText(counted.n, Math.min(counted.countLower, counted.moneyLower)),
        align: 'right',
      },
      { head: 'MISSING', value: (one) => `${one.missing} of ${minimum}`, align: 'right' },
      { head: 'DISAGREED', value: (one) => one.disagreed.length, align: 'right' },
    ],
    width,
  );
}

function nextLines({ segment, mode, objection, undecided }: SegmentStatus): string[] {
  const waiting =
    undecided === 0
      ? []
      : [
          `${undecided} watched ${undecided === 1 ? 'case waits' : 'cases wait'} for what people decide: export deals again, or quarterdeck rollout decided FILE.`,
        ];
  if (mode === 'automated') return [`${segment}: it acts by itself.`];
  if (objection === null)
    return [
      `${segment}: the agreement carries automated: quarterdeck rollout promote ${segment}`,
      ...waiting,
    ];
  const next =
    mode === 'shadow'
      ? ` To have people decide here: quarterdeck rollout set ${segment} assisted --reason "…"`
      : '';
  return [`${segment}: ${objection}.${next}`, ...waiting];
}

function disagreedTable({ disagreed }: SegmentStatus, width: number): string {
  return table(
    disagreed,
    [
      { head: '  CASE', value: (one) => `  ${one.case}` },
      { head: 'MACHINE', value: (one) => one.machine },
      { head: 'PERSON', value: (one) => one.human },
      { head: 'USD', value: (one) => one.amountUsd, align: 'right' },
      { head: 'DECIDED', value: (one) => one.at.slice(0, 10) },
    ],
    width,
  );
}

function importText({ id, at, by }: HistoryImport): string {
  return `History of ${at.slice(0, 10)}, rehearsed by ${by}; to take it back: quarterdeck rollout take-back ${id}`;
}
