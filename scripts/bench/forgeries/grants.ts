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
];
