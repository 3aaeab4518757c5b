import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { INSTALLATION, loadKey, newKey } from '../../../adapters/keys/keys.ts';
import { verifyAudit } from '../../../adapters/store/audit-verify.ts';
import { addDelegation, revokeDelegation } from '../../../adapters/store/authority.ts';
import { type Store, transact } from '../../../adapters/store/pool.ts';
import { countersignKey, revokeKey } from '../../../adapters/store/signing-keys.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { openVault } from '../../../adapters/store/vault.ts';
import { witnessAnchors } from '../../../cli/audit/witness-anchors.ts';
import { DATABASE, postgresAdminUrl } from '../../setup/instance.ts';
import type { Forgery, Outside } from '../forgeries/forgery.ts';
import { FORGERIES } from '../forgeries/index.ts';
import { type Tried, tryForgery } from '../forgeries/try-forgery.ts';
import { type Random, shuffled } from '../random.ts';
import type { Workplace } from '../workplace.ts';

/** So many are planted in each run. */
const PLANTED = 20;
const YEAR_MS = 365 * 86_400_000;

/** What forgers need to be there: a key of a person that was revoked, and a delegation that was ended. */
export async function prepareForForgers(store: Store, keys: string): Promise<void> {
  const root = loadKey(keys, INSTALLATION);
  const folder = mkdtempSync(join(tmpdir(), 'qd-chaos-'));
  const lost = newKey(folder, 'p-olga');
  rmSync(folder, { recursive: true });
  const signer = () => ({ key: root, root, at: new Date().toISOString() });
  const window = { validFrom: new Date(0).toISOString(), validTo: null };
  const { kid, publicKey } = lost;
  await transact(store, (tx) =>
    countersignKey(tx, signer(), { kid, person: 'p-olga', publicKey, ...window }),
  );
  await transact(store, (tx) => revokeKey(tx, signer(), kid, signer().at));
  const id = randomUUID();
  const span = { startsAt: signer().at, endsAt: new Date(Date.now() + YEAR_MS).toISOString() };
  await transact(store, (tx) => addDelegation(tx, signer(), { id, from: 'p-olga', to: 'p-joe', ...span }));
  await transact(store, (tx) => revokeDelegation(tx, signer(), id));
}

export interface Verified {
  /** What `audit verify --witness` finds in what the run itself has left, before anything is planted. */
  problems: string[];
  /** Decisions that stand there and that nobody of ours has signed. */
  unsigned: string[];
  planted: readonly Tried[];
}

/** Verifies against the witness, compares with what people have signed, and plants forgeries, each taken back again. */
export async function verifyForged(
  store: Store,
  { state, environment }: Workplace,
  signed: ReadonlySet<string>,
  random: Random,
): Promise<Verified> {
  const root = loadKey(environment.QUARTERDECK_KEYS as string, INSTALLATION);
  const vault = openVault(environment.QUARTERDECK_MASTER_KEY as string);
  const outside: Outside = { root, vault, anchors: await witnessAnchors(true) };
  const report = await transact(store, (tx) => verifyAudit(tx, outside));
  const problems = report.problems.map(({ case: id, message }) => `${id}: ${message}`);
  const unsigned = await unsignedDecisions(store, signed);
  const planted = problems.length > 0 ? [] : await plant(state, outside, shuffled(random, FORGERIES));
  return { problems, unsigned, planted };
}

async function unsignedDecisions(store: Store, signed: ReadonlySet<string>): Promise<string[]> {
  const { rows } = await statement(store).query<{ id: string; seq: number; token: string | null }>(
    `select a.case_id as id, a.seq, e.body::json ->> 'token' as token from audit a
        left join evidence e on e.case_id = a.case_id and e.kind = 'proof' and e.hash = a.body::json ->> 'proofHash'
      where a.body::json ->> 'action' = 'decision.accepted'`,
  );
  return rows
    .filter(({ token }) => token === null || !signed.has(token))
    .map(({ id, seq }) => `${id}, row ${seq}`);
}

async function plant(state: string, outside: Outside, drawn: readonly Forgery[]): Promise<Tried[]> {
  const owner = new pg.Client({
    connectionString: postgresAdminUrl(
      state,
      Number(new URL(process.env.DATABASE_URL as string).port),
      DATABASE,
    ),
  });
  await owner.connect();
  try {
    const tried: Tried[] = [];
    for (const forgery of drawn.slice(0, PLANTED)) tried.push(await tryForgery(owner, forgery, outside));
    return tried;
  } finally {
    await owner.end();
  }
}
