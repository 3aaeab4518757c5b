import { contentHash } from '../../../adapters/store/hash.ts';
import { canonicalText } from '../../../domain/evidence.ts';
import type { Forgery } from './forgery.ts';
import type { Planting } from './planting.ts';

/** A policy under which the machine would grant anything, in force at once. Answers its version. */
async function policyOfTheirOwn({ query }: Planting): Promise<string> {
  const body = { effectiveFrom: '2020-01-01T00:00:00.000Z', deal: { highValue: '999999999' } };
  const version = contentHash(body);
  await query(`insert into policies (lifecycle, version, effective_from, body) values ('deal', $1, $2, $3)`, [
    version,
    body.effectiveFrom,
    canonicalText(body),
  ]);
  return version;
}

/** By what the machine decides. */
export const POLICY_FORGERIES: readonly Forgery[] = [
  {
    name: 'a policy of their own',
    by: 'app',
    plant: async (db) => void (await policyOfTheirOwn(db)),
  },
  {
    name: 'a policy of their own with the signature of another',
    by: 'app',
    plant: async (db) => {
      const version = await policyOfTheirOwn(db);
      await db.query(
        `insert into policy_signatures (lifecycle, version, effective_from, signature)
          select 'deal', $1, now(), signature from policy_signatures limit 1`,
        [version],
      );
    },
  },
];
