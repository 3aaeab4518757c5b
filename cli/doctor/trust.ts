import { INSTALLATION, loadKey } from '../../adapters/keys/keys.ts';
import { contentHash } from '../../adapters/store/hash.ts';
import { policyAt } from '../../adapters/store/policies.ts';
import { findKey } from '../../adapters/store/signing-keys.ts';
import type { Configuration } from '../../installation/configuration.ts';
import { decisionPolicy, gatePolicy, people, rolloutPolicy } from '../../installation/policy.ts';
import { actingPerson } from '../actor.ts';
import type { Session } from '../session.ts';
import { type Check, failed, ok } from './check.ts';

/** The installation's key, and the key of whoever asks. */
export async function checkKeys(session: Session, configuration: Configuration): Promise<Check[]> {
  const folder = configuration.QUARTERDECK_KEYS;
  const person = await actingPerson(session);
  const checks = [await checkKey(session, folder, INSTALLATION, 'The worker registers it when it starts.')];
  if (person) checks.push(await checkKey(session, folder, person.id, 'Make one: quarterdeck keys new'));
  return checks;
}

async function checkKey(session: Session, folder: string, owner: string, fix: string): Promise<Check> {
  const name = `key of ${owner}`;
  const key = loadKey(folder, owner);
  const registered = await session.db((tx) => findKey(tx, key.kid));
  if (!registered) return failed(name, `${key.kid} is not registered`, fix);
  if (registered.revokedAt) return failed(name, `${key.kid} is revoked`, fix);
  return ok(name, key.kid);
}

/** Whether policy/ can be read and is what the worker has put in force. */
export async function checkPolicy(session: Session, configuration: Configuration): Promise<Check[]> {
  const folder = configuration.QUARTERDECK_POLICY;
  const inFiles = contentHash(decisionPolicy(folder));
  gatePolicy(folder, configuration.QUARTERDECK_ENVIRONMENT)();
  rolloutPolicy(folder);
  const staff = people(folder);
  const inForce = await session.db((tx) => policyAt(tx, new Date().toISOString()));
  const shown = inForce?.version.slice(0, 12);
  return [
    inForce === undefined
      ? failed('policy', 'none is in force', 'Start a worker: it loads policy/programs.yaml.')
      : inForce.version === inFiles
        ? ok('policy', `${shown}, from ${inForce.effectiveFrom.slice(0, 10)}`)
        : failed(
            'policy',
            `${shown} is in force, the files say ${inFiles.slice(0, 12)}`,
            'Restart the worker to load the files, or wait for their effectiveFrom.',
          ),
    ok('people', `${staff.length}, ${staff.filter((one) => one.active).length} of them active`),
  ];
}
