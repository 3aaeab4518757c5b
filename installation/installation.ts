import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installationKey, loadKey, newKey, type SigningKey } from '../adapters/keys/keys.ts';
import { type AuthoritySigner, readAuthority } from '../adapters/store/authority-log.ts';
import { putPrograms } from '../adapters/store/incentive-programs.ts';
import { registerInstallationKey } from '../adapters/store/installation.ts';
import { claimInstallation, type InstallationKind } from '../adapters/store/installation-kind.ts';
import { type Store, type Tx, transact } from '../adapters/store/pool.ts';
import { adoptPolicies, putSignedPolicy } from '../adapters/store/signed-policies.ts';
import { countersignKey } from '../adapters/store/signing-keys.ts';
import type { PersonRecord } from '../contracts/policy-authority.ts';
import { takeUpAuthority } from './authority.ts';
import type { Configuration } from './configuration.ts';
import { incentivePrograms } from './incentives/programs.ts';
import { lifecyclePolicies } from './lifecycle-policies.ts';
import { policyPeople } from './policy.ts';
import { productionVendor } from './sandbox-only.ts';
import { refuseRealVendors } from './simulated-vendors.ts';

/** What a starting worker puts into the database: the policies in force, the people, the installation's own key. Repeatable. */
export async function prepareInstallation(
  store: Store,
  configuration: Configuration,
  now: Date,
): Promise<SigningKey> {
  const { QUARTERDECK_KEYS: keys, QUARTERDECK_POLICY: folder } = configuration;
  const key = installationKey(keys);
  const policies = lifecyclePolicies(folder);
  const programs = incentivePrograms(folder);
  const persons = policyPeople(folder);
  if (installationKindOf(configuration) === 'sample') refuseRealVendors(configuration);
  if (configuration.QUARTERDECK_AGAINST === 'sandbox') {
    const found = productionVendor(configuration);
    if (found)
      throw new Error(
        `This installation was set up against sandboxes, and ${found.setting} leads to ${found.address ?? 'the vendor’s own address'}. ${found.fix} Or set it up anew without --against sandbox.`,
      );
  }
  await transact(store, async (tx) => {
    await claimInstallation(tx, installationKindOf(configuration), now.toISOString());
    await registerInstallationKey(tx, key, now);
    await adoptPolicies(tx, key);
    for (const policy of policies) await putSignedPolicy(tx, key, policy);
    await putPrograms(tx, key, programs);
    const signer = { key, root: key, at: now.toISOString() };
    await takeUpAuthority(tx, signer, configuration);
    if (configuration.QUARTERDECK_ENVIRONMENT === 'development') await localKeys(tx, signer, keys, persons);
  });
  return key;
}

/** Whose records this installation holds: `npm start` names the folder of the simulated vendors for the sample only. */
export function installationKindOf({
  QUARTERDECK_SANDBOX,
}: Pick<Configuration, 'QUARTERDECK_SANDBOX'>): InstallationKind {
  return QUARTERDECK_SANDBOX === undefined ? 'own' : 'sample';
}

/** Development only: every person of the sample has a key on this machine, so that the command line can sign for them. */
async function localKeys(
  tx: Tx,
  signer: AuthoritySigner,
  folder: string,
  persons: readonly PersonRecord[],
): Promise<void> {
  const { keys } = await readAuthority(tx, signer.root);
  for (const person of persons) {
    const key = existsSync(join(folder, `${person.id}.pem`))
      ? loadKey(folder, person.id)
      : newKey(folder, person.id);
    if (keys.has(key.kid)) continue;
    const { kid, publicKey } = key;
    const window = { validFrom: signer.at, validTo: null };
    await countersignKey(tx, signer, { kid, person: person.id, publicKey, ...window });
  }
}
