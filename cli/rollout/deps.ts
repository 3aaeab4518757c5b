import type { RolloutChangeDeps } from '../../activities/rollout/rollout-change.ts';
import { verifyToken } from '../../adapters/keys/sign.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { rolloutPolicy } from '../../installation/policy.ts';
import { signedAuthority, trustRoot } from '../authority.ts';
import { applicationNow } from '../clock.ts';
import { policyFolder, readPolicy } from '../policy.ts';
import type { Session } from '../session.ts';

/** What judging a rollout change needs. @throws CliFailure when the installation's public key is not known here */
export async function rolloutDeps(session: Session): Promise<RolloutChangeDeps> {
  const environment = session.env.QUARTERDECK_ENVIRONMENT === 'development' ? 'development' : 'production';
  return {
    store: session.store(),
    now: applicationNow,
    authority: signedAuthority(session),
    rules: () => readPolicy((folder) => rolloutPolicy(folder).rules),
    policy: gatePolicy(policyFolder(), environment),
    verifyToken,
    installationKey: await session.db((tx) => trustRoot(session, tx)),
    sample: Boolean(session.env.QUARTERDECK_SANDBOX),
  };
}
