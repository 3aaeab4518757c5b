import { describe, expect, test } from '@jest/globals';
import type { PrmDeals, PrmPort } from '../../../adapters/ports/prm.ts';
import type { Write } from '../../../adapters/ports/write.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { PRM_CHECKS, type PrmCheck } from './checks.ts';
import { MISTAKES as LINES } from './mistakes.ts';
import { dealsOf } from './records.ts';
import { impartnerRig, type PrmRig, partnerstackRig } from './rig.ts';

/** The suite is itself tested: each of these is an adapter with one mistake, and the suite has to notice. */

type Deals = Partial<Omit<PrmDeals, 'writes'>> & { writes?: Partial<PrmDeals['writes']> };
type Mistake = (deals: PrmDeals, rig: PrmRig) => Deals;
type Name = 'createDeal' | 'updateDeal';

/** An adapter that writes something else than it is given. */
const writing =
  (name: Name, other: (payload: JsonObject) => JsonObject): Mistake =>
  ({ writes: { [name]: write } }) => ({
    writes: {
      [name]: {
        ...write,
        before: (payload, ...rest) => write.before(other(payload), ...rest),
        send: (payload, ...rest) => write.send(other(payload), ...rest),
        lookup: (payload, ...rest) => write.lookup(other(payload), ...rest),
        undo: ({ payload, ...rest }, call) => write.undo({ payload: other(payload), ...rest }, call),
      } satisfies Write,
    },
  });
const fields = (change: JsonObject): Mistake =>
  writing('createDeal', (payload) => ({
    ...payload,
    fields: { ...(payload.fields as JsonObject), ...change },
  }));
/** An adapter with another verb. */
const verb =
  (name: Name, change: (write: Write, rig: PrmRig) => Partial<Write>): Mistake =>
  ({ writes }, rig) => ({ writes: { [name]: { ...writes[name], ...change(writes[name], rig) } } });
const silent = (write: Write): Partial<Write> => ({
  async undo(...asked) {
    await write.undo(...asked);
    return {};
  },
});
const changesWith =
  (change: (page: Awaited<ReturnType<PrmDeals['changedSince']>>) => object): Mistake =>
  ({ changedSince }) => ({
    changedSince: async (...asked) => {
      const page = await changedSince(...asked);
      return { ...page, ...change(page) };
    },
  });
const reads =
  (change: object): Mistake =>
  ({ read }) => ({
    async read(...asked) {
      const found = await read(...asked);
      return found && { ...found, ...change };
    },
  });

/** By the check that has to notice it. */
const MISTAKES: Record<string, Record<string, Mistake>> = {
  'every value of a new registration stands in the PRM': {
    'never writes the amount': fields({ stated_value: null }),
    'writes another currency': fields({ stated_value: { amount: '1200.50', currency: 'USD' } }),
    'cuts the cents off': fields({ stated_value: { amount: '1200', currency: 'EUR' } }),
    'closes a day too early': fields({ expected_close_date: '2027-01-31' }),
    'drops the contact': fields({ primary_contact_email: null }),
    'drops all but the first line of the notes': fields({ partner_notes: 'line one' }),
    'names the registration as its customer': fields({ opportunity_name: null }),
    'takes another partner': writing('createDeal', (payload) => ({ ...payload, partnerId: '7002' })),
  },
  'every value of an outcome stands in the PRM': {
    'never writes the reason': writing('updateDeal', ({ closureReason: _, ...payload }) => payload),
    'never writes the score': writing('updateDeal', ({ AI_Validation_Score: _, ...payload }) => payload),
    'never writes the conflict': writing('updateDeal', ({ Potential_Conflict_ID: _, ...payload }) => payload),
    'never writes the recommendation': writing(
      'updateDeal',
      ({ Routing_Recommendation: _, ...payload }) => payload,
    ),
    'approves whatever was decided': writing('updateDeal', (payload) => ({ ...payload, status: 'Approved' })),
  },
  'an outcome touches nothing else of the registration': {
    'clears the reason with every outcome': writing('updateDeal', (payload) => ({
      ...payload,
      closureReason: payload.closureReason ?? 'none',
    })),
  },
  'the undo of an outcome leaves what somebody changed since, says so, and puts back the rest': {
    'puts back the status, whoever changed it': verb('updateDeal', (write, { others, word }) => ({
      async undo(...asked) {
        const done = await write.undo(...asked);
        await others.move('101', word('Submitted'));
        return done;
      },
    })),
    'leaves everything once somebody changed one field': verb('updateDeal', () => ({
      undo: async () => ({ corrected: 'status changed after our write' }),
    })),
    'says nothing of what it left': verb('updateDeal', silent),
  },
  'the undo of an outcome puts everything back where nobody else was at work': {
    'undoes nothing': verb('updateDeal', () => ({ undo: async () => ({}) })),
    'clears what stood there': verb('updateDeal', (write) => ({
      undo: ({ before, ...args }, call) => write.undo({ ...args, before: before && {} }, call),
    })),
  },
  'the undo of a new registration keeps what somebody has changed since, and says so': {
    'removes what somebody has changed': verb('createDeal', (_write, { others }) => ({
      async undo({ landed }) {
        await others.remove(landed.id);
        return { corrected: landed.id };
      },
    })),
    'says nothing of what it kept': verb('createDeal', silent),
  },
  'the undo of a new registration removes it, and nothing else': {
    'keeps what it created': verb('createDeal', () => ({ undo: async () => ({}) })),
    'only withdraws what it created': verb('createDeal', (_write, { others, word }) => ({
      async undo({ landed }) {
        await others.move(landed.id, word('Withdrawn'));
        return {};
      },
    })),
  },
  'a new registration is found by its key, and by no other, by another worker, too': {
    'never finds what it wrote': verb('createDeal', () => ({ lookup: async () => 'absent' })),
    'finds any registration of ours for any key': verb('createDeal', (write) => ({
      lookup: (payload, _key, call) => write.lookup(payload, 'case/1', call),
    })),
    'does not wait for the search': verb('createDeal', () => ({ searchLagMs: 0 })),
  },
  'an outcome is found once it stands there, and not before': {
    'takes any outcome for ours': verb('updateDeal', () => ({
      lookup: async ({ id }) => ({ id: String(id), created: false }),
    })),
    'never finds its outcome': verb('updateDeal', () => ({ lookup: async () => 'absent' })),
  },
  'a registration that we made is told from one that a partner submitted': {
    'takes what it made for a submission': reads({ ours: false }),
    'takes a submission for its own': reads({ ours: true }),
    'loses the partner': reads({ partnerId: '' }),
  },
  'registrations that changed come once each, in order, from any of them on': {
    'hands the last one out twice': changesWith(({ deals }) => ({ deals: [...deals, ...deals.slice(-1)] })),
    'begins with the latest': changesWith(({ deals }) => ({ deals: deals.toReversed() })),
    'passes by what shares the instant of the mark': changesWith(({ deals }) => ({
      deals: deals.filter(({ id }) => id !== '91'),
    })),
    'begins anew each time': ({ changedSince }) => ({
      changedSince: (_since, call) => changedSince(null, call),
    }),
  },
};

/** The settings that are ignored are those of a second adapter. */
const IGNORED: Record<string, Record<string, (rig: PrmRig) => PrmRig>> = {
  'what changed a moment ago is left for later': {
    'ignores how long the search lags': (rig) => ({
      ...rig,
      http: { ...rig.http, again: () => rig.http.again({ searchLagMs: 0 }) },
    }),
  },
};

const checkOf = (name: string) => PRM_CHECKS.find((check) => check.name === name) as PrmCheck;

function mistaken(rig: PrmRig, mistake: Mistake): PrmRig {
  const wrong = (port: PrmPort): PrmPort => {
    const deals = dealsOf(port);
    const { writes, ...rest } = mistake(deals, rig);
    return { ...port, deals: { ...deals, ...rest, writes: { ...deals.writes, ...writes } } };
  };
  return {
    ...rig,
    port: wrong(rig.port),
    http: { ...rig.http, again: (more) => wrong(rig.http.again(more)) },
  };
}

describe.each([
  ['impartner', impartnerRig],
  ['partnerstack', partnerstackRig],
] as const)('%s', (_vendor, open) => {
  const all = [
    ...Object.entries(MISTAKES).flatMap(([name, mistakes]) =>
      Object.entries(mistakes).map(([what, mistake]) => ({
        what,
        name,
        wrong: (rig: PrmRig) => mistaken(rig, mistake),
      })),
    ),
    ...Object.entries(IGNORED).flatMap(([name, mistakes]) =>
      Object.entries(mistakes).map(([what, wrong]) => ({ what, name, wrong })),
    ),
  ];
  test.each(all)('an adapter that $what fails', async ({ name, wrong }) => {
    // A lag that no careless adapter outruns by chance.
    const rig = await open({ searchLagMs: 190 });
    try {
      await expect(checkOf(name).run(wrong(rig))).rejects.toThrow();
    } finally {
      await rig.close();
    }
  });

  test('every check has an adapter that fails it', () => {
    const tried = new Set([...all.map(({ name }) => name), ...LINES.map(({ found }) => found)]);
    expect(PRM_CHECKS.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });
});
