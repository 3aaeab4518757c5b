import type { ByHandDeps, EnteredByHand } from '../../activities/gate/signed-entry.ts';
import { verifyToken } from '../../adapters/keys/sign.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { signedAuthority } from '../authority.ts';
import { applicationNow } from '../clock.ts';
import { policyFolder } from '../policy.ts';
import type { Session } from '../session.ts';
import { entryToken } from '../signing.ts';

/** What checking an entry by hand needs: on the command line there is always a key to sign with. */
export function byHandDeps(session: Session): ByHandDeps {
  return {
    authority: signedAuthority(session),
    policy: gatePolicy(policyFolder(), 'production'),
    verifyToken,
    now: applicationNow,
  };
}

/** Signs what a person enters for a case. @throws CliFailure when they have no key here */
export function signedByHand(
  session: Session,
  person: PersonRecord,
  entered: EnteredByHand,
): Promise<string> {
  return session.db((tx) => entryToken(tx, person, entered));
}
