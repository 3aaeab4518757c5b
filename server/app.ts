import type { IncomingMessage } from 'node:http';
import type { PayloadCodec } from '@temporalio/common';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Intake } from '../adapters/intake/receive.ts';
import type { ServerConfiguration } from '../contracts/server-configuration.ts';
import type { TrustRoot } from '../domain/gate/authority-log.ts';
import { apiRoutes } from './api-routes.ts';
import { readBody } from './body.ts';
import { codecRoutes } from './codec-routes.ts';
import { refuseForeign } from './foreign-requests.ts';
import { healthRoutes } from './health-routes.ts';
import { boundBodies, boundConcurrency } from './limits.ts';
import { longBodies } from './long-bodies.ts';
import { answerBrokenRequest, answerProblems, badRequest, sendProblem } from './problems.ts';
import type { RefusedRequests } from './refused-requests.ts';
import type { TicketHints } from './ticket-hints.ts';
import { webhookRoutes } from './webhook-routes.ts';

export interface AppOptions {
  intake: Intake;
  configuration: ServerConfiguration;
  refused: RefusedRequests;
  /** The installation's public key, where it is kept outside the database. */
  root?: TrustRoot;
  /** Absent where no ticket system is configured. */
  tickets?: TicketHints;
  logger?: FastifyBaseLogger;
  /** With it this server reads and writes encrypted payloads for the Temporal UI and command line. */
  codec?: PayloadCodec;
  /** Requests a second and source, and how many at once after a quiet time. */
  rate?: { perSecond: number; burst: number };
  /** Requests in work before others are told to come back. */
  mostAtOnce?: number;
  /** Bodies on their way, of one network address and in all. */
  mostBodies?: { perAddress: number; inAll: number };
  /** A body must be there after so long. */
  slowBodyMs?: number;
}

/** The HTTP surface: webhooks in, API, health. A plain factory, so that tests run it as it is. */
export function createApp(options: AppOptions): FastifyInstance {
  const slowBodyMs = options.slowBodyMs ?? 10_000;
  const long = longBodies();
  const app = Fastify({
    ...(options.logger ? { loggerInstance: options.logger } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: (_error, _request, reply) => sendProblem(reply, badRequest(400)),
    clientErrorHandler: answerBrokenRequest,
    requestTimeout: slowBodyMs,
    // Node swaps the two times when the one for headers is longer, and looks for late requests only this often.
    http: {
      headersTimeout: slowBodyMs,
      connectionsCheckingInterval: Math.min(5_000, slowBodyMs),
      // Without a Host header a request is refused as one with another's is.
      requireHostHeader: false,
    },
    forceCloseConnections: 'idle',
    // The API names cases as Temporal does: with `:` and `~`, never long.
    routerOptions: { maxParamLength: 1_000 },
  });
  // Signatures are over the raw bytes, so nothing is parsed before the route has verified them.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) =>
    readBody(payload, long.roomOf(request)),
  );
  // Method, route and outcome only: addresses, queries, headers and bodies may hold secrets or personal data.
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });
  answerProblems(app);
  refuseForeign(app, options.configuration);
  boundBodies(app, options.mostBodies ?? { perAddress: 32, inAll: 512 });
  boundConcurrency(app, options.mostAtOnce ?? 64);
  healthRoutes(app, options.intake, options.root);
  webhookRoutes(app, options, long);
  apiRoutes(app, options, long);
  codecRoutes(app, options, long);
  return app;
}
