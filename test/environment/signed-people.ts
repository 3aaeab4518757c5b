import { installationKey, newKey, type SigningKey } from '../../adapters/keys/keys.ts';
import { importPeople, importRoles } from '../../adapters/store/authority.ts';
import { beginAuthority } from '../../adapters/store/authority-begin.ts';
import type { AuthoritySigner } from '../../adapters/store/authority-log.ts';
import { registerInstallationKey } from '../../adapters/store/installation.ts';
import { type Store, transact } from '../../adapters/store/pool.ts';
import { countersignKey } from '../../adapters/store/signing-keys.ts';
import { type PersonRecord, rolesSchema } from '../../contracts/policy-authority.ts';
import { policyFile } from '../../installation/policy-file.ts';

export interface SignedPeople {
  installation: SigningKey;
  /** By person id. */
  keys: Record<string, SigningKey>;
  /** Signs further changes as the installation. */
  signer: AuthoritySigner;
}

/** Begins the signed log of authority in a database of a test: these people, each with a countersigned key in `folder`. */
export async function signedPeople(
  store: Store,
  folder: string,
  people: readonly PersonRecord[],
  at = '2020-01-01T00:00:00.000Z',
): Promise<SignedPeople> {
  const installation = installationKey(folder);
  const signer = { key: installation, root: installation, at };
  const keys: Record<string, SigningKey> = {};
  for (const { id } of people) keys[id] = newKey(folder, id);
  await transact(store, async (tx) => {
    await registerInstallationKey(tx, installation, new Date(at));
    await beginAuthority(tx, signer);
    await importRoles(tx, signer, policyFile('policy', 'roles.yaml', rolesSchema));
    await importPeople(tx, signer, people);
    for (const [person, { kid, publicKey }] of Object.entries(keys))
      await countersignKey(tx, signer, { kid, person, publicKey, validFrom: at, validTo: null });
  });
  return { installation, keys, signer };
}
