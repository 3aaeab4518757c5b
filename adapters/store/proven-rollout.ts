import type { AuditEntry } from '../../domain/audit.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import { LIFECYCLES, type Lifecycle } from '../../domain/lifecycles.ts';
import { mayPromote } from '../../domain/proof.ts';
import { isPromotion, ROLLOUT_MODES, type RolloutMode, segmentPatterns } from '../../domain/rollout.ts';
import {
  type ProvenRollout,
  provenRollout,
  type TrailChange,
  type TrailEnd,
  trailEnd,
} from '../../domain/rollout-trail.ts';
import { readAuthorityHistory } from './authority-log.ts';
import type { InstallationKind } from './installation-kind.ts';
import type { Tx } from './pool.ts';
import { listRollout } from './rollout.ts';
import { send, sql } from './sql.ts';
import { trailSignatures } from './trail-signature.ts';

/**
 * How far a segment may act by itself, as far as people have signed it: one statement, and more only when a trail or the log of
 * authority has changed since it was last proved.
 * @param segment `tier/region/program`, without `*`
 * @param root the installation's public key, kept outside the database
 * @throws RangeError when the segment has not three parts
 */
export async function provenRolloutOf(
  tx: Tx,
  root: TrustRoot,
  lifecycle: Lifecycle,
  segment: string,
): Promise<ProvenRollout> {
  return prove(tx, root, lifecycle, segment, await rolloutRows(tx, lifecycle, segment));
}

/**
 * The same of rows that were read with something else.
 * @param rows rolloutRows of this segment, read just now
 */
export async function prove(
  tx: Tx,
  root: TrustRoot,
  lifecycle: Lifecycle,
  segment: string,
  rows: readonly RolloutStanding[],
): Promise<ProvenRollout> {
  return provenRollout(lifecycle, segment, await standingsOf(tx, root, lifecycle, rows));
}

/** What the tables say of a segment. It proves nothing: see prove. */
export function rolloutRows(tx: Tx, lifecycle: Lifecycle, segment: string): Promise<RolloutStanding[]> {
  return rowsOf(tx, lifecycle, segmentPatterns(segment));
}

/** A row of the table that lets the machine do more than people have signed. */
export interface UnprovedRow {
  lifecycle: Lifecycle;
  segment: string;
  /** What the table says. */
  mode: RolloutMode;
  /** What it counts as. */
  proven: RolloutMode;
}

/** Every row of the table that nobody has signed in full. */
export async function unprovedRollouts(tx: Tx, root: TrustRoot): Promise<UnprovedRow[]> {
  const rows = await listRollout(tx);
  const found: UnprovedRow[] = [];
  for (const lifecycle of LIFECYCLES) {
    const own = rows.filter((row) => row.lifecycle === lifecycle);
    const patterns = own.map((row) => row.segment);
    const standings = await standingsOf(tx, root, lifecycle, await rowsOf(tx, lifecycle, patterns));
    for (const { segment, table, trail } of standings) {
      const { mode } = provenRollout(lifecycle, segment, [{ segment, table, trail }]);
      if (table !== null && isPromotion(mode, table))
        found.push({ lifecycle, segment, mode: table, proven: mode });
    }
  }
  return found;
}

/** Of one pattern: what its row says, and up to which state its trail and the log of authority have to be proved. */
export interface RolloutStanding {
  /** `tier/region/program`; `*` stands for any value of a part. */
  segment: string;
  table: RolloutMode | null;
  /** Hash of the last row of its trail. */
  head: string | null;
  /** The last signed change of authority. */
  authority: string | null;
  /** Of the installation. */
  kind: InstallationKind | null;
}

async function rowsOf(tx: Tx, lifecycle: Lifecycle, patterns: readonly string[]): Promise<RolloutStanding[]> {
  const { rows } = await send<RolloutStanding & Record<string, unknown>>(
    tx,
    sql`select asked.segment, r.mode as "table", h.hash as head,
        (select version || ' ' || md5(body) from authority_versions
          where signature is not null order by version desc limit 1) as authority,
        (select kind from installation_kind) as kind
      from (select ${lifecycle}::text as lifecycle) given cross join unnest(${patterns}::text[]) with ordinality as asked (segment, place)
        left join rollout r on r.lifecycle = given.lifecycle and r.segment = asked.segment
        left join audit_heads h on h.case_id = 'rollout:' || given.lifecycle || ':' || asked.segment
      order by place`,
  );
  return rows;
}

async function standingsOf(tx: Tx, root: TrustRoot, lifecycle: Lifecycle, rows: readonly RolloutStanding[]) {
  const standings = [];
  for (const { segment, table, head, authority, kind } of rows) {
    const chain = { id: `rollout:${lifecycle}:${segment}`, head, authority, sample: kind === 'sample' };
    const trail = head === null ? null : await trailOf(tx, root, { ...chain, head });
    standings.push({ segment, table, trail });
  }
  return standings;
}

/** By chain: what was proved of it, and of which state of it. */
const proved = new Map<string, { of: string; end: TrailEnd | null }>();

/** The trail of a pattern, in one state of it. */
interface Chain {
  id: string;
  head: string;
  authority: string | null;
  /** Of an installation of the sample, where a bootstrap promotion counts. */
  sample: boolean;
}

/** A trail and the log never change but by another row at their end, so what was proved of one state of them stays proved. */
async function trailOf(
  tx: Tx,
  root: TrustRoot,
  { id, head, authority, sample }: Chain,
): Promise<TrailEnd | null> {
  const of = [root.publicKey, head, authority, sample].join(' ');
  const known = proved.get(id);
  if (known?.of === of) return known.end;
  const end = trailEnd(await changesOf(tx, root, id, sample));
  proved.set(id, { of, end });
  return end;
}

async function changesOf(tx: Tx, root: TrustRoot, id: string, sample: boolean): Promise<TrailChange[]> {
  const { rows } = await tx.query<{ seq: number; hash: string; body: string; proof: string | null }>(
    `select a.seq, a.hash, a.body, e.body as proof from audit a
        left join evidence e on e.case_id = a.case_id and e.kind = 'proof' and e.hash = a.body::json ->> 'proofHash'
      where a.case_id = $1 and a.body::json ->> 'action' in ('rollout.changed', 'rollout.demoted') order by a.seq`,
    [id],
  );
  const { states } = await readAuthorityHistory(tx, root);
  const signatureOf = trailSignatures(tx, root, states);
  const changes: TrailChange[] = [];
  for (const { seq, hash, body, proof } of rows) {
    const entry = JSON.parse(body) as AuditEntry;
    const to = entry.to as RolloutMode;
    // Any process of ours may append a row, so nothing of it is taken for granted.
    if (!ROLLOUT_MODES.includes(to)) continue;
    // The sample's start rests on no measured agreement: nowhere else is it a promotion.
    const counts = (sample || entry.bootstrap !== true) && entry.action === 'rollout.changed';
    const signed = counts && mayPromote(entry, states);
    changes.push({ to, signed: signed ? await signatureOf({ case: id, seq, hash, entry }, proof) : null });
  }
  return changes;
}
