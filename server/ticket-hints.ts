import type { FastifyReply } from 'fastify';
import { parseJson } from '../adapters/intake/json.ts';
import { reportedIn } from '../adapters/intake/reported-in.ts';
import { type Store, transact } from '../adapters/store/pool.ts';
import { hintTicket } from '../adapters/store/tickets/work.ts';
import { ticketEvents } from '../adapters/tickets/events.ts';
import { type Fault, problemOf } from '../contracts/problem.ts';
import { wellFormed } from '../domain/evidence.ts';
import { sendProblem } from './problems.ts';

/** Takes what a ticket system tells by webhook. */
export interface TicketHints {
  /** The name of its calls' source. */
  source: string;
  /** Answers a proved call: the ticket that it names is read, and nothing else in it is believed. */
  take(reply: FastifyReply, body: Buffer): Promise<FastifyReply>;
}

/**
 * A hint is noted beside our ticket, so that a repeated, late or forged one costs one reading of one ticket. About a ticket that is
 * not ours nothing is kept.
 * @param others systems that have webhooks of another kind: where one of them keeps the tickets, too, its source is `<vendor>-tickets`
 * @param run has the noted ones read at once
 */
export function ticketHints(
  store: Store,
  { vendor, others }: { vendor: string; others: readonly string[] },
  run: () => Promise<unknown>,
): TicketHints {
  const reported = ticketEvents(vendor);
  return {
    source: others.includes(vendor) ? `${vendor}-tickets` : vendor,
    async take(reply, body) {
      const json = parseJson(body);
      if ('fault' in json) return sendProblem(reply, problemOf(400, [json.fault]));
      const id = reportedIn(reported, json.value);
      if (id === undefined) return sendProblem(reply, problemOf(400, [NO_TICKET]));
      const ours = id !== null && (await transact(store, (tx) => hintTicket(tx, vendor, wellFormed(id))));
      if (ours) await run();
      return reply.code(202).send({ ticket: ours ? id : null, state: ours ? 'reading' : 'ignored' });
    },
  };
}

const NO_TICKET: Fault = {
  code: 'missing_id',
  title: 'The call names no ticket.',
  field: 'id',
  fix: "Let the ticket system send its events as they are, or the ticket's id as `id`.",
};
