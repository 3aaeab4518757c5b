import { describe, expect, test } from '@jest/globals';
import type { CrmPort } from '../../../adapters/ports/crm.ts';
import type { Write } from '../../../adapters/ports/write.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { CRM_CHECKS, type CrmCheck } from './checks.ts';
import { MISTAKES as LINES } from './mistakes.ts';
import { type CrmKind, type CrmRig, hubspotRig, salesforceRig } from './rig.ts';

/** The suite is itself tested: each of these is an adapter with one mistake, and the suite has to notice. */

type Mistake = (
  port: CrmPort,
  rig: CrmRig,
) => Partial<Omit<CrmPort, 'writes'>> & { writes?: Partial<CrmPort['writes']> };

/** An adapter that writes something else than it is given. */
const writing = (name: keyof CrmPort['writes'], other: (payload: JsonObject) => JsonObject): Mistake => {
  return ({ writes }) => {
    const write = writes[name];
    const careless: Write = {
      ...write,
      before: (payload, ...rest) => write.before(other(payload), ...rest),
      send: (payload, ...rest) => write.send(other(payload), ...rest),
      lookup: (payload, ...rest) => write.lookup(other(payload), ...rest),
      undo: ({ payload, ...rest }, call) => write.undo({ payload: other(payload), ...rest }, call),
    };
    return { writes: { [name]: careless } };
  };
};
/** An adapter with another verb. */
const verb = (
  name: keyof CrmPort['writes'],
  change: (write: Write, rig: CrmRig) => Partial<Write>,
): Mistake => {
  return ({ writes }, rig) => ({ writes: { [name]: { ...writes[name], ...change(writes[name], rig) } } });
};
const removing =
  (kind: CrmKind) =>
  (_write: Write, { others }: CrmRig): Partial<Write> => ({
    async undo({ landed }) {
      await others.remove(kind, landed.id);
      return {};
    },
  });
const silent = (write: Write): Partial<Write> => ({
  async undo(...asked) {
    await write.undo(...asked);
    return {};
  },
});
const deals = 'upsertOpportunity';
const WRITTEN = 'every value that is written stands in the CRM';
const CHANGED = 'every value of a change stands in the CRM, too';
const MOMENTS = 'every change comes once, oldest first, also many of one instant';
const ALIKE = 'candidates share the domain or the leading word, whatever only looks like it';
const READ = 'candidates come with their open opportunities only, as they are';
const KEPT = (kind: CrmKind) =>
  `the undo of a creation keeps the ${kind} that somebody has changed since, and says so`;
const LEFT = (kind: CrmKind) =>
  `the undo of a change leaves what somebody changed of the ${kind} since, says so, and puts back the rest`;
const candidatesWith =
  (change: (found: Awaited<ReturnType<CrmPort['candidates']>>) => object): Mistake =>
  ({ candidates }) => ({
    candidates: async (...asked) => {
      const found = await candidates(...asked);
      return { ...found, ...change(found) };
    },
  });
const changesWith =
  (change: (page: Awaited<ReturnType<CrmPort['changedSince']>>) => object): Mistake =>
  ({ changedSince }) => ({
    changedSince: async (...asked) => {
      const page = await changedSince(...asked);
      return { ...page, ...change(page) };
    },
  });

/** By the check that has to notice it. */
const MISTAKES: Record<string, Record<string, Mistake>> = {
  [WRITTEN]: {
    'never writes the amount': writing(deals, (payload) => ({ ...payload, amount: '0' })),
    'writes the currency as USD always': writing(deals, (payload) => ({ ...payload, currency: 'USD' })),
    'never writes the partner': writing(deals, (payload) => ({ ...payload, partnerId: null })),
    'never writes the competitor': writing(deals, (payload) => ({ ...payload, competitor: null })),
    'drops the product families': writing(deals, ({ tags, ...payload }) => ({
      ...payload,
      tags: (tags as string[]).slice(0, 1),
    })),
    'drops the size': writing(deals, ({ tags, ...payload }) => ({
      ...payload,
      tags: (tags as string[]).slice(1),
    })),
    'closes a day too early': writing(deals, (payload) => ({ ...payload, closeDate: '2027-01-31' })),
    'writes every name in capitals': writing('upsertAccount', (payload) => ({
      ...payload,
      name: String(payload.name).toUpperCase(),
    })),
    'never writes the domain': writing('upsertAccount', ({ domain: _, ...payload }) => payload),
    'hangs a contact on the first account that it finds': ({ writes }, { id }) =>
      writing('upsertContact', ({ accountExternalId: _, ...payload }) => ({
        ...payload,
        accountId: id('001QD000000PAC3'),
      }))({ writes } as CrmPort, {} as CrmRig),
  },
  [CHANGED]: {
    'changes nothing once the record is there': verb(deals, (write) => ({
      async send(payload, key, call) {
        const found = await write.before(payload, key, call);
        if (found === null) return write.send(payload, key, call);
        return {
          id: ((await write.lookup({ ...payload, ...FIRST }, key, call)) as { id: string }).id,
          created: false,
        };
      },
    })),
  },
  'what hangs on an account of the CRM hangs on that account': {
    'takes an account of the CRM for one of ours': writing(deals, ({ accountId, ...payload }) =>
      accountId ? { ...payload, accountExternalId: 'earlier.example' } : payload,
    ),
  },
  [KEPT('account')]: {
    'removes an account that somebody changed': verb('upsertAccount', removing('account')),
  },
  [KEPT('contact')]: {
    'removes a contact that somebody changed': verb('upsertContact', removing('contact')),
    'says nothing of what it kept': verb('upsertContact', silent),
  },
  [KEPT('opportunity')]: {
    'removes an opportunity that somebody changed': verb(deals, removing('opportunity')),
    'says nothing of the opportunity that it kept': verb(deals, silent),
  },
  [LEFT('account')]: {
    'puts everything back, whoever changed it': verb('upsertAccount', (_write, { others }) => ({
      async undo({ landed }) {
        await others.change('account', landed.id, { name: 'Acme GmbH' });
        return { corrected: 'something changed after our write' };
      },
    })),
    'leaves everything once somebody changed one field': verb('upsertAccount', () => ({
      undo: async () => ({ corrected: 'name changed after our write' }),
    })),
  },
  [LEFT('opportunity')]: {
    'overwrites the amount that a seller gave': verb(deals, (write, { others }) => ({
      async undo(args, call) {
        const done = await write.undo(args, call);
        await others.change('opportunity', args.landed.id, { amount: '1200.50' });
        return done;
      },
    })),
    'says nothing of what it left': verb(deals, silent),
  },
  'the undo of a change puts everything back where nobody else was at work': {
    'undoes nothing': verb(deals, () => ({ undo: async () => ({}) })),
    'remembers nothing of what stood there': verb(deals, (write) => ({
      undo: ({ before, ...args }, call) => write.undo({ ...args, before: before && {} }, call),
    })),
  },
  'the undo of a creation removes the record, and nothing else': {
    'keeps what it created': verb(deals, () => ({ undo: async () => ({}) })),
    'takes the account with it': verb(deals, (write, { others, port }) => ({
      async undo(args, call) {
        const done = await write.undo(args, call);
        const { own } = await port.candidates(
          { domain: null, name: 'Acme', externalId: 'acme.example' },
          call,
        );
        if (own) await others.remove('account', own);
        return done;
      },
    })),
  },
  'an account stays while opportunities hang on it, and can go afterwards': {
    'removes an account although opportunities hang on it': verb('upsertAccount', removing('account')),
    'does not say that it is in use': verb('upsertAccount', (write) => ({
      async undo(...asked) {
        const { corrected } = await write.undo(...asked);
        return corrected ? { corrected } : {};
      },
    })),
  },
  'a registration that names no competitor leaves the one that a seller noted': {
    'clears the competitor of a seller': writing(deals, (payload) => ({
      ...payload,
      competitor: payload.competitor ?? '',
    })),
  },
  'the stage that a seller gave an opportunity stays': {
    'writes the stage with every change': verb(deals, (write, { others, port }) => ({
      async send(...asked) {
        const landed = await write.send(...asked);
        await others.change('opportunity', landed.id, { stage: String(port.openingStage) });
        return landed;
      },
    })),
  },
  'a record of ours is found as ours, one that somebody else made under our id is not, and stays': {
    'never finds what it wrote': verb('upsertAccount', () => ({ lookup: async () => 'absent' })),
    'takes the record of somebody else for its own': verb('upsertAccount', (write) => ({
      async lookup(...asked) {
        const found = await write.lookup(...asked);
        return typeof found === 'string' ? found : { ...found, created: true };
      },
    })),
    'removes what somebody else made': verb('upsertAccount', removing('account')),
  },
  'two workers that begin at the same moment make one account': {
    'makes a new account each time': writing('upsertAccount', (payload) => ({
      ...payload,
      externalId: `${payload.externalId}-${performance.now()}`,
    })),
  },
  [ALIKE]: {
    'takes whatever holds the domain': candidatesWith(({ accounts }) => ({
      accounts: [...accounts, { ...accounts[0], id: '77000' }],
    })),
    'reads the first page only': candidatesWith(({ accounts }) => ({ accounts: accounts.slice(0, 2) })),
    'looks for the name alone': ({ candidates }) => ({
      candidates: (by, call) => candidates({ ...by, domain: null }, call),
    }),
    'looks for the domain alone': ({ candidates }) => ({
      candidates: (by, call) => candidates({ ...by, name: '' }, call),
    }),
  },
  [READ]: {
    'takes closed opportunities, too': ({ candidates, changedSince }) => ({
      async candidates(by, call) {
        const found = await candidates(by, call);
        const all = [];
        for (let since = null as never; ; ) {
          const page = await changedSince(since, call);
          all.push(...page.opportunities);
          if (!page.next) break;
          since = page.next as never;
        }
        return { ...found, opportunities: all };
      },
    }),
    'forgets whose registration an opportunity is': candidatesWith(({ opportunities }) => ({
      opportunities: opportunities.map((each) => ({ ...each, partnerId: null })),
    })),
    'forgets the last activity': candidatesWith(({ opportunities }) => ({
      opportunities: opportunities.map((each) => ({ ...each, lastActivityAt: null })),
    })),
    'forgets the products': candidatesWith(({ opportunities }) => ({
      opportunities: opportunities.map((each) => ({ ...each, products: [] })),
    })),
  },
  'the account that is ours is told among the candidates, and no other': {
    'never says which account is ours': candidatesWith(() => ({ own: null })),
    'takes the first candidate for ours': candidatesWith(({ accounts }) => ({
      own: accounts[0]?.id ?? null,
    })),
  },
  [MOMENTS]: {
    'hands ties out twice': changesWith(({ accounts }) => ({
      accounts: [...accounts, ...accounts.slice(-1)],
    })),
    'loses ties': changesWith(({ accounts }) => ({ accounts: accounts.slice(0, 1) })),
    'never goes on': changesWith(() => ({ next: null })),
    'begins anew each time': ({ changedSince }) => ({
      changedSince: (_since, call) => changedSince(null, call),
    }),
    'passes by what shares the instant of the mark': ({ changedSince }) => ({
      changedSince: (since, call) => changedSince(since && { ...since, id: 'Opportunity/z' }, call),
    }),
  },
  'accounts and opportunities are read with what hangs on them, the closed ones, too': {
    'leaves out closed opportunities': changesWith(({ opportunities }) => ({
      opportunities: opportunities.filter(({ open }) => open),
    })),
    'takes every opportunity for open': changesWith(({ opportunities }) => ({
      opportunities: opportunities.map((each) => ({ ...each, open: true })),
    })),
    'forgets the parent of an account': changesWith(({ accounts }) => ({
      accounts: accounts.map((each) => ({ ...each, parentId: null })),
    })),
    'takes an account without a touch for touched now': changesWith(({ accounts }) => ({
      accounts: accounts.map((each) => ({
        ...each,
        lastTouchAt: each.lastTouchAt === 'never' ? new Date().toISOString() : each.lastTouchAt,
      })),
    })),
  },
};
const FIRST = {
  ...{ name: 'Seats', amount: '1200.50', currency: 'EUR', closeDate: '2027-02-01', partnerId: '7001' },
  ...{ tags: ['size:large', 'product:backup', 'product:monitoring'], competitor: 'Initech' },
};

/** The settings that are ignored are those of a second adapter. */
const IGNORED: Record<string, Record<string, (rig: CrmRig) => CrmRig>> = {
  'what changed a moment ago is left for later': {
    'ignores how long a change must be past': (rig) => ({
      ...rig,
      http: { ...rig.http, again: () => rig.port },
    }),
  },
};

const checkOf = (name: string) => CRM_CHECKS.find((check) => check.name === name) as CrmCheck;

describe.each([
  ['hubspot', hubspotRig],
  ['salesforce', salesforceRig],
] as const)('%s', (_vendor, open) => {
  const all = [
    ...Object.entries(MISTAKES).flatMap(([name, mistakes]) =>
      Object.entries(mistakes).map(([what, mistake]) => {
        const mistaken = (rig: CrmRig): CrmRig => {
          const wrong = (port: CrmPort) => {
            const { writes, ...rest } = mistake(port, rig);
            return { ...port, ...rest, writes: { ...port.writes, ...writes } };
          };
          const again = (settings: object) => wrong(rig.http.again(settings));
          return { ...rig, port: wrong(rig.port), http: { ...rig.http, again } };
        };
        return { what, name, mistaken };
      }),
    ),
    ...Object.entries(IGNORED).flatMap(([name, mistakes]) =>
      Object.entries(mistakes).map(([what, mistaken]) => ({ what, name, mistaken })),
    ),
  ];
  test.each(all)('an adapter that $what fails', async ({ name, mistaken }) => {
    const rig = await open();
    try {
      await expect(checkOf(name).run(mistaken(rig))).rejects.toThrow();
    } finally {
      await rig.close();
    }
  });

  test('every check has an adapter that fails it', () => {
    const tried = new Set([...all.map(({ name }) => name), ...LINES.map(({ found }) => found)]);
    expect(CRM_CHECKS.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });
});
