import { type Agreement, agreementsSince } from '../../adapters/store/agreements.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { lastDemotion, listRollout } from '../../adapters/store/rollout.ts';
import { type Compared, measureAgreement } from '../../domain/agreement.ts';
import { drawAmongDrawn } from '../../domain/blind.ts';
import type { OperationMeasure } from '../../domain/demotion.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { measurePromotion, type PromotionMeasure } from '../../domain/promotion.ts';
import { type RolloutRules, rowInForce } from '../../domain/rollout.ts';

export interface MeasureDeps {
  now: () => Date;
  rules: () => RolloutRules;
}

/** Everything that is known of how well machine and people agree in a segment. */
export interface SegmentMeasure extends PromotionMeasure {
  /** How many of the counted decisions of the last days are of registrations of the past. */
  history: number;
  /** Decided by somebody who saw the advice, in the last days: it promotes nothing. */
  confirmed: { n: number; agreed: number };
  /** Since the segment acts by itself, at most so many days back; null where it does not: every case would change what an Admin signs. */
  operation: SegmentOperation | null;
}

export interface SegmentOperation extends OperationMeasure {
  /** Looked at afterwards. */
  afterwards: { n: number; agreed: number };
}

const BEGINNING = new Date(0).toISOString();

/** @param pattern tier/region/program, `*` for any */
export async function measureSegment(
  tx: Tx,
  { now, rules }: MeasureDeps,
  lifecycle: Lifecycle,
  pattern: string,
): Promise<SegmentMeasure> {
  const { days, minimum } = rules();
  const since = new Date(now().getTime() - days * 86_400_000).toISOString();
  const row = rowInForce(await listRollout(tx), lifecycle, pattern);
  const demoted = (await lastDemotion(tx, lifecycle, pattern)) ?? BEGINNING;
  const ofPattern = { lifecycle, segment: pattern };
  const blind = await agreementsSince(tx, { ...ofPattern, since: demoted, kinds: ['blind'] });
  const recent = await agreementsSince(tx, { ...ofPattern, since });
  const promoted = row?.mode === 'automated' ? row.changedAt : null;
  return {
    ...measurePromotion(comparedAmong(blind), comparedAmong(blind.filter(({ at }) => at >= since)), {
      minimum,
    }),
    history: blind.filter(({ at, agreed, history }) => history && agreed !== null && at >= since).length,
    confirmed: tally(recent.filter(({ kind }) => kind === 'confirmed')),
    operation:
      promoted === null ? null : operationOf(recent.filter(({ at, history }) => !history && at >= promoted)),
  };
}

function operationOf(rows: readonly Agreement[]): SegmentOperation {
  const approvable = rows.filter(({ machine }) => machine === 'approve');
  // Whoever disagrees knowing the advice is taken at their word; who agrees with it proves nothing.
  const known = approvable.filter(({ kind }) => kind !== 'control' && kind !== 'blind');
  const wrong = known.filter(({ agreed }) => agreed === false);
  const [wrongUsd, allUsd] = [sumUsd(wrong), sumUsd(approvable)];
  return {
    cases: new Set(approvable.map((one) => one.case)).size,
    controls: measureAgreement(comparedAmong(approvable.filter(({ kind }) => kind === 'control'))),
    wrong: wrong.length,
    wrongMoney: allUsd === 0 ? 0 : wrongUsd / allUsd,
    afterwards: tally(known.filter(({ kind }) => kind === 'afterwards')),
  };
}

/** Those that a person has decided, as they are measured. */
function comparedAmong(rows: readonly Agreement[]): Compared[] {
  return rows.flatMap(({ agreed, amountUsd, draw, share }) =>
    agreed === null ? [] : [{ agreed, amountUsd, draw: drawAmongDrawn({ draw, share }) }],
  );
}

function tally(rows: readonly Agreement[]): { n: number; agreed: number } {
  const compared = comparedAmong(rows);
  return { n: compared.length, agreed: compared.filter(({ agreed }) => agreed).length };
}

/** Statistics: plain numbers are exact enough. */
function sumUsd(rows: readonly Agreement[]): number {
  return rows.reduce((sum, { amountUsd }) => sum + Math.abs(Number(amountUsd)), 0);
}
