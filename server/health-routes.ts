import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Intake } from '../adapters/intake/receive.ts';
import { countedKeys } from '../adapters/store/counted-keys.ts';
import { statement } from '../adapters/store/statement.ts';
import type { TrustRoot } from '../domain/gate/authority-log.ts';
import { inTime } from './in-time.ts';

/** How long `/readyz` waits for each of the two: a frozen server is not ready, and whoever asks wants to hear so. */
const DEADLINE_MS = 2_000;

/** For whoever opens the server's address in a browser. */
const FRONT = `Quarterdeck answers programs here: webhooks at /webhooks/<source>, the API at /api with a key.
People decide with the command: quarterdeck reviews list
`;

/** `/healthz`: the process answers. `/readyz`: so do Postgres and Temporal. The keys with which receipts verify are public. */
export function healthRoutes(app: FastifyInstance, { store, client }: Intake, root?: TrustRoot): void {
  app.get('/', async (_request, reply) => reply.type('text/plain').send(FRONT));

  app.get('/healthz', async () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    // The Temporal client has a deadline of its own; a query on a frozen Postgres has none.
    const late = sleep(DEADLINE_MS, false, { ref: false });
    const [postgres, temporal] = await Promise.all([
      Promise.race([answers(statement(store).query('select 1')), late]),
      answers(client.withDeadline(Date.now() + DEADLINE_MS, () => client.workflowService.getSystemInfo({}))),
    ]);
    const ready = postgres && temporal;
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not_ready', postgres, temporal });
  });

  app.get('/.well-known/quarterdeck-keys', async (_request, reply) => {
    const counted = await countedKeys(inTime(statement(store)), root);
    const keys = counted.map(({ kid, publicKey, validFrom, validTo, revokedAt }) => ({
      ...{ kid, algorithm: 'Ed25519', publicKey },
      ...{ validFrom, validTo, revokedAt },
    }));
    return reply.header('cache-control', 'public, max-age=60').send({ keys });
  });
}

async function answers(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => true,
    () => false,
  );
}
