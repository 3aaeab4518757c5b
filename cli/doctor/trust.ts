import { INSTALLATION, loadKey } from '../../adapters/keys/keys.ts';
import { contentHash } from '../../adapters/store/hash.ts';
import type { PolicyRow } from '../../adapters/store/policies.ts';
import { unprovedRollouts } from '../../adapters/store/proven-rollout.ts';
import { signedPolicy } from '../../adapters/store/signed-policies.ts';
import { findKey } from '../../adapters/store/signing-keys.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import { LIFECYCLE_NAMES, type Lifecycle } from '../../domain/lifecycles.ts';
import { unsignedAuthority } from '../../installation/authority.ts';
import type { Configuration } from '../../installation/configuration.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { incentivePrograms } from '../../installation/incentives/programs.ts';
import { lifecyclePolicies, policiesToMove } from '../../installation/lifecycle-policies.ts';
import { policyPeople, rolloutPolicy } from '../../installation/policy.ts';
import { actingPerson } from '../actor.ts';
import { signedAuthority, trustRoot } from '../authority.ts';
import { applicationNow } from '../clock.ts';
import { storedPrograms } from '../programs/stored.ts';
import type { Session } from '../session.ts';
import { type Check, failed, ok, soon } from './check.ts';
import { checkReviewers } from './reviewers.ts';

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
  if (owner !== INSTALLATION && !(await session.db(signedAuthority(session))).keys.has(key.kid)) {
    const countersign = `Have an Admin sign it: quarterdeck keys countersign ${key.kid}`;
    return failed(name, `${key.kid} is not countersigned`, countersign);
  }
  return ok(name, key.kid);
}

/** Whether policy/ can be read and is what the worker has put in force. */
export async function checkPolicy(session: Session, configuration: Configuration): Promise<Check[]> {
  const folder = configuration.QUARTERDECK_POLICY;
  const policies = lifecyclePolicies(folder);
  gatePolicy(folder, configuration.QUARTERDECK_ENVIRONMENT)();
  rolloutPolicy(folder);
  const staff = policyPeople(folder);
  const checks = policies.map(async ({ lifecycle, body }) => {
    const at = applicationNow().toISOString();
    const inForce = await session.db(async (tx) =>
      signedPolicy(tx, await trustRoot(session, tx), lifecycle, { at }),
    );
    return checkOne(lifecycle, contentHash(body), inForce);
  });
  return [
    ...(await Promise.all(checks)),
    ...policiesToMove(folder).map((move) =>
      soon('policy files', 'one is where an earlier version had it', move),
    ),
    await checkPrograms(session, folder),
    checkReviewers(incentivePrograms(folder), await signedStaff(session), applicationNow().toISOString()),
    await checkPeople(session, configuration, staff),
  ];
}

/** Whether every version of policy/incentives is in force. */
async function checkPrograms(session: Session, folder: string): Promise<Check> {
  const inFiles = incentivePrograms(folder);
  const inForce = new Set((await storedPrograms(session)).map(({ version }) => version));
  const waiting = inFiles.filter((program) => !inForce.has(contentHash(program)));
  if (waiting.length === 0) return ok('incentive programs', `${inFiles.length}, as the files say`);
  const names = waiting.map(({ program, effectiveFrom }) => `${program} from ${effectiveFrom}`).join(', ');
  return failed(
    'incentive programs',
    `not in force: ${names}`,
    'Restart the worker: it loads policy/. One that was replaced for its day counts again only with another title, which makes it a version of its own.',
  );
}

/** People by the signed log: what the file says beyond it does not count. */
async function signedStaff(session: Session) {
  return Object.values((await session.db(signedAuthority(session))).people);
}

/** people.yaml and roles.yaml count as far as they are signed. */
async function checkPeople(
  session: Session,
  configuration: Configuration,
  staff: readonly PersonRecord[],
): Promise<Check> {
  const waiting = unsignedAuthority(await session.db(signedAuthority(session)), configuration);
  if (waiting.length === 0)
    return ok('people', `${staff.length}, ${staff.filter((one) => one.active).length} of them active`);
  const fix = 'Have an Admin put the files in force: quarterdeck people apply';
  return failed('people', `the files say more than is signed: ${waiting.slice(0, 5).join(', ')}`, fix);
}

/** Rows of the rollout that let the machine do more than people have signed. Nothing acts on them. */
export async function checkRollout(session: Session): Promise<Check> {
  const found = await session.db(async (tx) => unprovedRollouts(tx, await trustRoot(session, tx)));
  if (found.length === 0) return ok('rollout', 'every promotion is signed');
  const said = found.map(
    ({ lifecycle, segment, mode, proven }) =>
      `${segment} (${LIFECYCLE_NAMES[lifecycle].title}) is set to ${mode}, which nobody has signed; it counts as ${proven}`,
  );
  const fix =
    'Find out who wrote it (quarterdeck audit verify), then have an Admin set it: quarterdeck rollout set';
  return failed('rollout', said.join('; '), fix);
}

function checkOne(lifecycle: Lifecycle, inFiles: string, inForce: PolicyRow | undefined): Check {
  const name = `policy of ${LIFECYCLE_NAMES[lifecycle].title}`;
  if (inForce === undefined) return failed(name, 'none is in force', 'Start a worker: it loads policy/.');
  const shown = inForce.version.slice(0, 12);
  if (inForce.version === inFiles) return ok(name, `${shown}, from ${inForce.effectiveFrom.slice(0, 10)}`);
  return failed(
    name,
    `${shown} is in force, the files say ${inFiles.slice(0, 12)}`,
    'Restart the worker to load the files, or wait for their effectiveFrom.',
  );
}
