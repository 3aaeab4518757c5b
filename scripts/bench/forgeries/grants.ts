import type { JsonObject } from '../../../domain/json.ts';
import type { Forgery } from './forgery.ts';
import type { Planting } from './planting.ts';

/** A case that grants something by itself, as a worker would have written it down. */
async function grantByItself(
  db: Planting,
  {
    authority,
    segment = 'Gold/EMEA/standard',
    mode = 'automated',
  }: { authority: string; segment?: string; mode?: string },
): Promise<void> {
  const { case: id, entry } = db.decision;
  const at = entry.at;
  const evidence = await db.keep(id, 'gathered', { planted: segment });
  const decision = await db.keep(id, 'decision', { evidenceHash: evidence });
  const computed = { evidence, decision, segment, mode, outcome: 'automatic' };
  await db.append(id, { at, actor: 'system', action: 'decision.computed', ...computed });
  await db.append(id, { at, actor: 'system', action: 'case.closed', outcome: 'Approved', authority, mode });
}

/** The signed promotion of a segment: everybody who reads the table has it. */
async function promotionOf({ query }: Planting): Promise<string> {
  const [row] = await query(
    "select token from rollout where token is not null and segment like 'Gold/%' limit 1",
  );
  return String(row?.token);
}

/** Approvals that no person gave and no promotion carries. */
export const GRANT_FORGERIES: readonly Forgery[] = [
  {
    name: 'an approval that nothing was computed for',
    by: 'app',
    plant: async (db) =>
      void (await db.append(db.decision.case, {
        at: db.decision.entry.at,
        actor: 'system',
        action: 'case.closed',
        outcome: 'Approved',
        authority: await promotionOf(db),
      })),
  },
  {
    name: 'an approval in the name of a person who did not decide it',
    by: 'app',
    plant: (db) => grantByItself(db, { authority: 'p-cora' }),
  },
  {
    name: 'an approval without a person in a segment that only assists',
    by: 'app',
    plant: async (db) => grantByItself(db, { authority: await promotionOf(db) }),
  },
  {
    name: 'an approval without a person that says of itself that a person was to be asked',
    by: 'app',
    plant: async (db) => grantByItself(db, { authority: await promotionOf(db), mode: 'assisted' }),
  },
  {
    name: 'an approval without a person under the promotion of another segment',
    by: 'app',
    plant: async (db) =>
      grantByItself(db, { authority: await promotionOf(db), segment: 'Silver/APAC/standard' }),
  },
  {
    name: 'a segment promoted for a moment, while it approves something',
    by: 'app',
    plant: async (db) => {
      const set = (mode: string) =>
        db.query("update rollout set mode = $1 where segment = 'Gold/EMEA/standard'", [mode]);
      await set('automated');
      await grantByItself(db, { authority: 'policy' });
      await set('assisted');
    },
  },
  {
    name: 'the look at a revision put in before a worker looks',
    by: 'app',
    plant: (db) => putLook(db, { amountUsd: '1' }),
  },
  {
    name: 'such a look with a row of the trail that tells of it, for another value than its evidence states',
    by: 'app',
    plant: async (db) => {
      const evidenceHash = await db.keep(db.decision.case, 'gathered', { submission: stated('480000.00') });
      await submit(db, '480000.00');
      await computed(db, evidenceHash);
      await putLook(db, { evidenceHash, amountUsd: '1.00' });
    },
  },
  {
    name: 'such a look on evidence of another submission',
    by: 'app',
    plant: async (db) => {
      const evidenceHash = await db.keep(db.decision.case, 'gathered', { submission: stated('1.00') });
      await submit(db, '480000.00');
      await computed(db, evidenceHash);
      await putLook(db, { evidenceHash, amountUsd: '1.00' });
    },
  },
];

/** A revision that no case has yet. */
const REVISION = 77;
const LOOK = { outcome: 'review', mode: 'assisted', segment: 'Gold/EMEA/standard' };

const stated = (amount: string): JsonObject => ({
  customer_name: 'Acme',
  estimated_value: amount,
  stated_value: { amount, currency: 'USD' },
});

const putLook = ({ query, decision }: Planting, more: JsonObject) =>
  query('insert into steps (step, case_id, answer) values ($1, $2, $3)', [
    `${decision.case}/triage/${REVISION}`,
    decision.case,
    JSON.stringify({ ...LOOK, ...more }),
  ]).then(() => undefined);

const submit = ({ query, decision }: Planting, amount: string) =>
  query(
    'insert into submissions (case_id, revision, update_id, canonical, content_hash) values ($1, $2, $3, $4, $5)',
    [
      decision.case,
      REVISION,
      `${decision.case}/planted`,
      JSON.stringify({ submission: stated(amount) }),
      'h',
    ],
  );

async function computed(db: Planting, evidence: string): Promise<void> {
  const { case: id, entry } = db.decision;
  const decision = await db.keep(id, 'decision', { evidenceHash: evidence });
  const told = { evidence, decision, revision: REVISION, ...LOOK };
  await db.append(id, { at: entry.at, actor: 'system', action: 'decision.computed', ...told });
}
