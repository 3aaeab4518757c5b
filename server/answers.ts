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
