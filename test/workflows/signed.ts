import { randomBytes } from 'node:crypto';
import { loadKey } from '../../adapters/keys/keys.ts';
import { signToken } from '../../adapters/keys/sign.ts';
import { authorityVersion } from '../../adapters/store/authority.ts';
import { sha256 } from '../../adapters/store/hash.ts';
import { statement } from '../../adapters/store/statement.ts';
import type { DecisionRequest } from '../../domain/decision.ts';
import { editsText } from '../../domain/gate/token.ts';
import type { TestInstallation } from '../environment/installation.ts';

/** A token for a decision outside a gate, signed by the person who is said to take it. */
export async function signed(
  here: TestInstallation,
  caseId: string,
  request: DecisionRequest,
  evidenceHash: string,
): Promise<string> {
  const iat = Math.floor(here.deps.now().getTime() / 1000);
  return signToken(loadKey(here.keys, request.by), {
    actor: request.by,
    case: caseId,
    round: request.round,
    evidenceHash,
    authorityVersion: await authorityVersion(statement(here.store)),
    action: request.action,
    editsHash: sha256(editsText(request)),
    iat,
    exp: iat + 300,
    nonce: randomBytes(16).toString('base64url'),
  });
}
