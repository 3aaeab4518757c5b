import type { FastifyReply } from 'fastify';
import type { Received } from '../adapters/intake/receive.ts';
import { sendProblem } from './problems.ts';

/** The answer to one document over HTTP: 202 with its case, or why not. */
export function sendReceived(reply: FastifyReply, [first]: readonly Received[]): FastifyReply {
  switch (first?.kind) {
    case 'submitted': {
      const { kind: _, ...submitted } = first;
      return reply.code(202).send(submitted);
    }
    case 'refused':
      return sendProblem(reply, first.problem);
    case 'parked':
      return reply.code(202).send({ case: null, state: 'parked', deadLetter: first.deadLetter });
    default:
      return reply.code(202).send({ case: null, state: 'ignored' });
  }
}

/** The answer to a batch of events: taken whole, so that its sender does not send it again for the sake of one. */
export function sendEvents(reply: FastifyReply, received: readonly Received[]): FastifyReply {
  const events = received.map((each) => {
    if (each.kind === 'submitted') return { case: each.case, revision: each.revision, state: each.state };
    return each.kind === 'ignored'
      ? { case: null, state: each.kind }
      : { case: null, state: each.kind, deadLetter: each.deadLetter };
  });
  return reply.code(202).send({ events });
}
