import type { PartnerRecord } from '../../adapters/ports/prm.ts';
import type { Store } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { DealEvidence } from '../../domain/deal/evidence.ts';

/** Ended protections of a tier and region below which their rate says nothing. */
const LEAST = 20;
const HOUR = 3_600_000;
const kept = new WeakMap<Store, Map<string, { peers: DealEvidence['peers']; at: number }>>();

/** The win rate of a partner's tier and region; at most an hour old. */
export async function peersOf(
  store: Store,
  { tier, region }: Pick<PartnerRecord, 'tier' | 'region'>,
  now: Date,
): Promise<DealEvidence['peers']> {
  const segment = `${tier}/${region}`;
  const known = kept.get(store) ?? new Map();
  kept.set(store, known);
  const last = known.get(segment);
  if (last && now.getTime() - last.at < HOUR) return last.peers;
  const { rows } = await statement(store).query<{ won: number; ended: number }>(
    `select count(*) filter (where r.status = 'Converted')::int as won, count(*)::int as ended
      from registrations r join cases c using (case_id)
      where r.status in ('Converted', 'Expired') and split_part(c.segment, '/', 1) = $1 and split_part(c.segment, '/', 2) = $2`,
    [tier, region],
  );
  const { won, ended } = rows[0] ?? { won: 0, ended: 0 };
  const peers = ended < LEAST ? null : { winRate: Math.round((won / ended) * 10_000) / 10_000, ended };
  known.set(segment, { peers, at: now.getTime() });
  return peers;
}
