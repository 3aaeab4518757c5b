import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { linesOfStatement } from '../adapters/store/accounts/booked-lines.ts';
import { type DueBookings, dueBookings } from '../adapters/store/accounts/due-bookings.ts';
import { forgedInPrograms } from '../adapters/store/accounts/forged-bookings.ts';
import { rollForward, type Span } from '../adapters/store/accounts/roll.ts';
import { trustedRoot } from '../adapters/store/installation.ts';
import { oneSnapshot, type Store, type Tx, transact } from '../adapters/store/pool.ts';
import { type Fault, problemOf } from '../contracts/problem.ts';
import { showRoll } from '../domain/accounts/show-roll.ts';
import type { TrustRoot } from '../domain/gate/authority-log.ts';
import { givenUp } from './in-time.ts';
import { sendProblem } from './problems.ts';
import type { Guarded } from './program-routes.ts';

const day = z.iso.date();
const name = z.string().regex(/^\P{C}{1,200}$/u);
const filter = z
  .strictObject({ partner: name, program: name.optional(), from: day, to: day })
  .refine(({ from, to }) => from <= to, { path: ['to'] });

/**
 * `GET /api/v1/commission-accruals?partner=7001&from=2026-01-01&to=2026-03-31`: what a partner has earned, booked between two days, each line
 * with its trace, and what was owed before and after. It is computed again from the signed events of its programs: where the accounts
 * hold anything else, nothing is answered that somebody could pay by.
 */
export function accrualRoutes(
  app: FastifyInstance,
  guarded: Guarded,
  { store, root }: { store: Store; root: TrustRoot | undefined },
): void {
  let due: DueBookings | null = null;

  async function statement(tx: Tx, span: Span) {
    await oneSnapshot(tx);
    const rows = await rollForward(tx, span);
    const trusted = await trustedRoot(tx, root);
    if (trusted) due ??= dueBookings(trusted);
    const programs = [...new Set(rows.map(({ program }) => program))];
    const objection = programs.length === 0 ? null : await objectionTo(tx, due, programs);
    return { objection, balances: rows.map(showRoll), lines: await linesOfStatement(tx, span) };
  }

  app.get('/api/v1/commission-accruals', (request, reply) =>
    guarded(request, reply, async () => {
      const query = filter.safeParse(request.query);
      if (!query.success) return sendProblem(reply, problemOf(400, [wrongFilter(query.error)]));
      const { objection, ...shown } = await givenUp(transact(store, (tx) => statement(tx, query.data)));
      if (objection) return sendProblem(reply, problemOf(409, [objection]));
      return reply.send({ ...query.data, ...shown });
    }),
  );
}

/** Why nobody may pay by what the accounts hold; null: it is what the signed events come to. */
export async function objectionTo(
  tx: Tx,
  due: DueBookings | null,
  programs: string[],
): Promise<Fault | null> {
  if (due === null) return UNPROVED;
  return (await forgedInPrograms(tx, due, programs)).length > 0 ? FORGED : null;
}

const FORGED: Fault = {
  code: 'bookings_forged',
  title: 'The accounts hold something that the signed events of a program do not come to.',
  field: null,
  fix: 'Have somebody run quarterdeck audit verify, which names it; pay nothing of this program until then.',
};
const UNPROVED: Fault = {
  code: 'bookings_unproved',
  title:
    'This server does not know which key of the installation is the true one, so it can prove nothing of the accounts.',
  field: null,
  fix: 'Put installation.pub into QUARTERDECK_KEYS of the server: quarterdeck receipt key prints it where the worker runs.',
};

function wrongFilter(error: z.ZodError): Fault {
  const [issue] = error.issues;
  return {
    code: 'wrong_filter',
    title: 'The filter does not say whose accruals of which days.',
    field:
      issue?.path.map(String).join('.') || (issue?.code === 'unrecognized_keys' && issue.keys[0]) || null,
    fix: 'Use partner, from and to (days such as 2026-01-31, the first not after the last), and program if you like.',
  };
}
