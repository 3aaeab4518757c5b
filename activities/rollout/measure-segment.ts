import { type Agreement, agreementsSince } from '../../adapters/store/agreements.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { unprovedAmong } from '../../adapters/store/proved-comparisons.ts';
import { lastDemotion, listRollout } from '../../adapters/store/rollout.ts';
import { type Compared, measureAgreement } from '../../domain/agreement.ts';
import { drawAmongDrawn } from '../../domain/blind.ts';
import { isTampered } from '../../domain/comparison.ts';
import type { OperationMeasure } from '../../domain/demotion.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { measurePromotion, type PromotionMeasure } from '../../domain/promotion.ts';
import { type RolloutRules, rowInForce } from '../../domain/rollout.ts';

export interface MeasureDeps {
  now: () => Date;
  rules: () => RolloutRules;
  /** Under which a comparison has to prove before it counts. */
  installationKey: TrustRoot;
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

/**
 * Only what is proved counts: comparisons as a worker, or a person who may, has signed them. What was kept before comparisons were
 * signed promotes nothing.
 * @param pattern tier/region/program, `*` for any
 */
export async function measureSegment(
  tx: Tx,
  { now, rules, installationKey }: MeasureDeps,
  lifecycle: Lifecycle,
  pattern: string,
): Promise<SegmentMeasure> {
  const { days, minimum } = rules();
  const since = new Date(now().getTime() - days * 86_400_000).toISOString();
  const row = rowInForce(await listRollout(tx), lifecycle, pattern);
  const demoted = (await lastDemotion(tx, lifecycle, pattern)) ?? BEGINNING;
  const earliest = demoted < since ? demoted : since;
  const rows = await agreementsSince(tx, installationKey, {
    ...{ lifecycle, segment: pattern, since: earliest },
  });
  const unproved = await unprovedAmong(tx, installationKey, rows);
  const tampered = rows.filter((one) => unproved.has(one) && isTampered(one));
  const proved = rows.filter((one) => !unproved.has(one));
  const signed = proved.filter(({ beforeSigning }) => !beforeSigning);
  const blind = signed.filter(({ kind, at }) => kind === 'blind' && at >= demoted);
  const counted = blind.filter(({ at }) => at >= since);
  const recent = proved.filter(({ at }) => at >= since);
  const promoted = row?.mode === 'automated' ? row.changedAt : null;
  const operating = (all: readonly Agreement[]) =>
    all.filter((one) => one.import === null && one.at >= since && promoted !== null && one.at >= promoted);
  return {
    ...measurePromotion(comparedAmong(blind), comparedAmong(counted), { minimum }, tampered.length),
    history: counted.filter(({ agreed, import: from }) => from !== null && agreed !== null).length,
    confirmed: tally(recent.filter(({ kind }) => kind === 'confirmed')),
    operation: promoted === null ? null : operationOf(operating(proved), operating(tampered).length),
  };
}

function operationOf(rows: readonly Agreement[], unproved: number): SegmentOperation {
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
    unproved,
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
