import { approvableSince, decidedAgreementsOf } from '../../adapters/store/agreements.ts';
import type { Draw } from '../../adapters/store/draw.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { unprovedAmong } from '../../adapters/store/proved-comparisons.ts';
import { rolloutOf } from '../../adapters/store/rollout.ts';
import { statement } from '../../adapters/store/statement.ts';
import { type Drawn, drawBlind, drawnAfterwards, type Traffic } from '../../domain/blind.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { RolloutMode, RolloutRules } from '../../domain/rollout.ts';

export interface DrawDeps {
  store: Store;
  now: () => Date;
  rules: () => RolloutRules;
  draw: Draw;
  /** Under which a comparison has to prove before it counts. */
  installationKey: TrustRoot;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;
const kept = new WeakMap<Store, Map<string, { traffic: Traffic; at: number }>>();

/** Draws whether a case is decided blind, by the mode in which its segment is looked at. */
export async function drawCase(
  deps: DrawDeps,
  caseId: string,
  of: { lifecycle: Lifecycle; segment: string; mode: RolloutMode },
): Promise<Drawn> {
  const rules = deps.rules();
  const draw = deps.draw(caseId);
  const traffic = of.mode === 'shadow' ? NONE : await trafficOf(deps, of, rules);
  const blind = drawBlind(of.mode, draw, rules, traffic);
  // Somebody who has decided it before has been shown what the machine makes of it.
  const seen = blind !== null && (await wasCompared(deps, caseId));
  return { draw, blind: seen ? null : blind, afterwards: drawnAfterwards(draw, rules) };
}

async function wasCompared({ store, installationKey }: DrawDeps, caseId: string): Promise<boolean> {
  const db = statement(store);
  const rows = await decidedAgreementsOf(db, caseId);
  // A row that somebody puts in must not keep a case out of the sample.
  return rows.length > (await unprovedAmong(db, installationKey, rows)).size;
}

const NONE: Traffic = { cases: 0, days: 0 };

/** Of everything that the row in force covers, since it was set and at most so many days back; at most an hour old. */
async function trafficOf(
  { store, now }: DrawDeps,
  { lifecycle, segment, mode }: { lifecycle: Lifecycle; segment: string; mode: RolloutMode },
  { days }: RolloutRules,
): Promise<Traffic> {
  const key = `${lifecycle}:${segment}:${mode}`;
  const known = kept.get(store) ?? new Map();
  kept.set(store, known);
  const at = now().getTime();
  const last = known.get(key);
  if (last && at - last.at < HOUR) return last.traffic;
  const db = statement(store);
  const row = await rolloutOf(db, lifecycle, segment);
  if (!row) return NONE;
  const since = Math.max(Date.parse(row.changedAt), at - days * DAY);
  const pattern = { lifecycle, segment: row.segment, since: new Date(since).toISOString() };
  const traffic = { cases: await approvableSince(db, pattern), days: Math.max(0, at - since) / DAY };
  known.set(key, { traffic, at });
  return traffic;
}
