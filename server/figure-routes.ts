import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type DueBookings, dueBookings } from '../adapters/store/accounts/due-bookings.ts';
import { trustedRoot } from '../adapters/store/installation.ts';
import { oneSnapshot, type Store, type Tx, transact } from '../adapters/store/pool.ts';
import { type Fault, problemOf } from '../contracts/problem.ts';
import type { TrustRoot } from '../domain/gate/authority-log.ts';
import { objectionTo } from './accrual-routes.ts';
import { givenUp } from './in-time.ts';
import { PROGRAM_FIGURES, type ReadFigures } from './lifecycles.ts';
import { sendProblem } from './problems.ts';
import type { Guarded } from './program-routes.ts';

const filter = z.strictObject({
  program: z
    .string()
    .regex(/^\P{C}{1,200}$/u)
    .optional(),
});

/**
 * What lifecycles know of programs beside their cases, such as `GET /api/v1/fund-balances?program=autumn-roadshow-mdf`. Nothing is answered of
 * programs whose accounts hold anything that their signed events do not come to.
 */
export function figureRoutes(
  app: FastifyInstance,
  guarded: Guarded,
  { store, root, now }: { store: Store; root: TrustRoot | undefined; now: () => Date },
): void {
  let due: DueBookings | null = null;

  async function figures(tx: Tx, read: ReadFigures, only: string | undefined) {
    await oneSnapshot(tx);
    const trusted = await trustedRoot(tx, root);
    if (trusted) due ??= dueBookings(trusted);
    const all = trusted ? await read(tx, trusted, now().toISOString()) : [];
    const rows = all.filter(({ program }) => only === undefined || program === only);
    const programs = rows.map(({ program }) => program);
    return { rows, objection: await objectionTo(tx, due, programs) };
  }

  for (const [name, read] of Object.entries(PROGRAM_FIGURES))
    app.get(`/api/v1/${name}`, (request, reply) =>
      guarded(request, reply, async () => {
        const query = filter.safeParse(request.query);
        if (!query.success) return sendProblem(reply, problemOf(400, [wrongFilter(query.error)]));
        const asked = transact(store, (tx) => figures(tx, read, query.data.program));
        const { rows, objection } = await givenUp(asked);
        return objection ? sendProblem(reply, problemOf(409, [objection])) : reply.send(rows);
      }),
    );
}

function wrongFilter(error: z.ZodError): Fault {
  const [issue] = error.issues;
  return {
    code: 'wrong_filter',
    title: 'The filter is not one that these figures know.',
    field:
      issue?.path.map(String).join('.') || (issue?.code === 'unrecognized_keys' && issue.keys[0]) || null,
    fix: 'Use program, the name of one program, or nothing.',
  };
}
