import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installationKey, loadKey, newKey, type SigningKey } from '../adapters/keys/keys.ts';
import { importPeople } from '../adapters/store/authority.ts';
import { registerInstallationKey } from '../adapters/store/installation.ts';
import { putPolicy } from '../adapters/store/policies.ts';
import { type Store, type Tx, transact } from '../adapters/store/pool.ts';
import { findKey, registerKey } from '../adapters/store/signing-keys.ts';
import type { PersonRecord } from '../contracts/policy-authority.ts';
import type { Configuration } from './configuration.ts';
import { lifecyclePolicies } from './lifecycle-policies.ts';
import { people } from './policy.ts';

/** What a starting worker puts into the database: the policies in force, the people, the installation's own key. Repeatable. */
export async function prepareInstallation(
  store: Store,
  configuration: Configuration,
  now: Date,
): Promise<SigningKey> {
  const { QUARTERDECK_KEYS: keys, QUARTERDECK_POLICY: folder } = configuration;
  const key = installationKey(keys);
  const policies = lifecyclePolicies(folder);
  const persons = people(folder);
  await transact(store, async (tx) => {
    await registerInstallationKey(tx, key, now);
    for (const policy of policies) await putPolicy(tx, policy);
    await importPeople(tx, persons, 'policy/people.yaml');
    if (configuration.QUARTERDECK_ENVIRONMENT === 'development') await localKeys(tx, keys, persons, now);
  });
  return key;
}

/** Development only: every person of the sample has a key on this machine, so that the command line can sign for them. */
async function localKeys(tx: Tx, folder: string, persons: readonly PersonRecord[], now: Date): Promise<void> {
  for (const person of persons) {
    const key = existsSync(join(folder, `${person.id}.pem`))
      ? loadKey(folder, person.id)
      : newKey(folder, person.id);
    if (await findKey(tx, key.kid)) continue;
    const { kid, publicKey } = key;
    await registerKey(tx, {
      kid,
      person: person.id,
      publicKey,
      validFrom: now.toISOString(),
      validTo: null,
      registeredBy: 'development',
    });
  }
}
