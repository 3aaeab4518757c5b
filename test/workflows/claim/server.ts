import { randomBytes, type UUID } from 'node:crypto';
import { serverConfiguration } from '../../../contracts/server-configuration.ts';
import { createApp } from '../../../server/app.ts';
import { refusedRequests } from '../../../server/refused-requests.ts';
import type { TestInstallation } from '../../environment/installation.ts';
import { openForTests } from '../../environment/open-for-tests.ts';
import { type Answer, post, signed } from '../../server/rig.ts';
import { intakeOf } from './cases.ts';

const SECRET = `whsec_${randomBytes(32).toString('base64')}`;
const KEY = randomBytes(24).toString('hex');

/** The HTTP surface of an installation. */
export interface ClaimServer {
  /** Posts what the portal says of a claim, signed. @param id of the delivery; the same one is a repeat */
  webhook(claim: object, id?: UUID): Promise<Answer>;
  /** What the API answers, as text. */
  api(path: string): Promise<string>;
}

/** The server of a test file, opened before its tests. Call it after describeInstallation. */
export function describeServer(here: TestInstallation): ClaimServer {
  return openForTests(async (parts) => {
    const intake = intakeOf(here);
    const configuration = serverConfiguration.parse({
      QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify({ portal: { scheme: 'standard', secrets: [SECRET] } }),
      QUARTERDECK_API_KEYS: JSON.stringify({ erp: KEY }),
    });
    const app = createApp({ intake, configuration, refused: refusedRequests(here.store, intake.now) });
    parts.defer(() => app.close());
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    return {
      webhook(claim: object, id?: UUID) {
        const body = JSON.stringify({
          type: 'claim.submitted',
          timestamp: '2026-11-20T10:00:00Z',
          data: claim,
        });
        return post(`${url}/webhooks/portal`, body, signed(body, { secret: SECRET, ...(id ? { id } : {}) }));
      },
      api: async (path: string) =>
        (await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${KEY}` } })).text(),
    };
  });
}
