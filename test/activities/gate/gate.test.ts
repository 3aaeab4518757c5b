import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DecisionToVerify, Verified } from '../../../activities/gate/verify-decision.ts';
import { newKey } from '../../../adapters/keys/keys.ts';
import { verifyReceipt } from '../../../adapters/keys/receipts.ts';
import {
  addDelegation,
  importPeople,
  loadAuthority,
  revokeDelegation,
} from '../../../adapters/store/authority.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { countersignKey, revokeKey } from '../../../adapters/store/signing-keys.ts';
import type { DecisionAction, DecisionRequest } from '../../../domain/decision.ts';
import type { CaseFacts } from '../../../domain/gate/authority.ts';
import type { Tick } from '../../../domain/gate/clock.ts';
import type { Gate, Question } from '../../../domain/gate/gate.ts';
import type { Receipt } from '../../../domain/receipt.ts';
import { gateFixture, people, QUESTION } from './gate-fixture.ts';

type Fixture = Awaited<ReturnType<typeof gateFixture>>;
let fixture: Fixture;

beforeAll(async () => {
  fixture = await gateFixture();
});
afterAll(() => fixture?.store.close());

async function opened(
  question: Partial<Question> = {},
  facts: Partial<CaseFacts> = {},
): Promise<{ id: string; gate: Gate }> {
  const id = await fixture.newCase(facts);
  const asked = { case: id, step: randomUUID(), question: { ...QUESTION, ...question }, previous: null };
  return { id, gate: await fixture.activities.openGate(asked) };
}

const MORE: Partial<Record<DecisionAction, Partial<DecisionRequest>>> = {
  override: { edits: { tier: 'Gold' } },
  reassign: { to: 'p-olga' },
  request_information: { questions: ['Which budget?'] },
};
const request = (action: DecisionAction, more: Partial<DecisionRequest> = {}): DecisionRequest => ({
  action,
  by: 'p-olga',
  reason: 'looked at it',
  round: 1,
  ...MORE[action],
  ...more,
});

function toVerify(
  id: string,
  gate: Gate | null,
  said: DecisionRequest,
  more: Partial<DecisionToVerify> = {},
) {
  const standing = { gate, rolledBack: null, undoable: true, ended: false };
  return {
    case: id,
    step: randomUUID(),
    via: 'update' as const,
    request: said,
    standing,
    editsProblem: null,
    ...more,
  };
}
async function decide(
  id: string,
  gate: Gate | null,
  said: DecisionRequest,
  more: Partial<DecisionToVerify> = {},
) {
  return fixture.activities.verifyDecision(toVerify(id, gate, said, more));
}
async function sign(
  id: string,
  gate: Gate | null,
  said: DecisionRequest,
  forge: Parameters<Fixture['signed']>[2] = {},
) {
  return fixture.signed({ case: id, evidenceHash: gate?.evidenceHash ?? '' }, said, forge);
}
const codeOf = (answer: Verified) => ('refusal' in answer ? answer.refusal.code : 'accepted');

describe('an accepted decision', () => {
  test.each<[DecisionAction, string, boolean]>([
    ['approve', 'running', true],
    ['reject', 'running', true],
    ['override', 'running', true],
    ['rollback', 'running', true],
    ['reassign', 'waiting_for_decision', false],
    ['request_information', 'waiting_for_partner', false],
  ])(
    '%s leaves the row %s, the gate closed: %s, an audit row and a receipt',
    async (action, status, done) => {
      const { id, gate } = await opened();
      const said = await sign(id, gate, request(action));
      const answer = await decide(id, gate, said);
      if ('refusal' in answer) throw new Error(answer.refusal.message);
      const row = await fixture.row(id);
      expect([row?.status, row?.gate === null]).toEqual([status, done]);
      expect(answer.gate?.closed !== null).toBe(done);
      expect((await fixture.audit(id)).at(-1)).toMatchObject({
        actor: 'p-olga',
        action: 'decision.accepted',
        decision: action,
        as: 'partner_ops',
        signedWith: fixture.keys['p-olga']?.kid,
        authorityVersion: (await transact(fixture.store, loadAuthority)).version,
      });
      const receipt = answer.reply.receipt as Receipt;
      expect(verifyReceipt(receipt, fixture.installation.publicKey)).toEqual({ genuine: true });
      expect(receipt).toMatchObject({ case: id, action, by: 'p-olga', evidenceHash: 'e1' });
      expect([answer.reply.final, answer.reply.signed]).toEqual([true, true]);
    },
  );

  test('a step whose answer was lost is answered again, not taken twice', async () => {
    const { id, gate } = await opened();
    const asked = toVerify(id, gate, await sign(id, gate, request('approve')));
    const first = await fixture.activities.verifyDecision(asked);
    expect(await fixture.activities.verifyDecision(asked)).toEqual(first);
    expect(codeOf(first)).toBe('accepted');
    expect((await fixture.audit(id)).filter((one) => one.action === 'decision.accepted')).toHaveLength(1);
  });

  test('the answer to one decision is never that to another, whatever the step is called', async () => {
    const { id, gate } = await opened();
    const asked = toVerify(id, gate, await sign(id, gate, request('approve')));
    expect(codeOf(await fixture.activities.verifyDecision(asked))).toBe('accepted');
    // A task that was lost is done again with what has come meanwhile: here an unsigned rollback in the same place.
    const other = { ...asked, request: request('rollback', { by: 'p-mallory' }) };
    expect(codeOf(await fixture.activities.verifyDecision(other))).not.toBe('accepted');
  });

  test('two people for a quorum of two, the limit binding the second', async () => {
    const { id, gate } = await opened({ quorum: 2 }, { lifecycle: 'payout', paidUsd: '60000.00' });
    const first = await decide(id, gate, await sign(id, gate, request('approve')));
    if ('refusal' in first) throw new Error(first.refusal.message);
    expect([first.reply.final, first.gate?.closed]).toEqual([false, null]);
    const again = await sign(id, first.gate, request('approve', { reason: 'once more' }));
    expect(codeOf(await decide(id, first.gate, again))).toBe('reviewer_repeated');
    const ben = await sign(id, first.gate, request('approve', { by: 'p-ben' }));
    expect(codeOf(await decide(id, first.gate, ben))).toBe('limit');
    const finn = await decide(
      id,
      first.gate,
      await sign(id, first.gate, request('approve', { by: 'p-finn' })),
    );
    expect('reply' in finn && [finn.reply.final, finn.gate?.closed?.outcome]).toEqual([true, 'approved']);
  });

  test('text that no database can hold does not stop it', async () => {
    const { id, gate } = await opened();
    const said = request('approve', { reason: 'odd \u0000 \ud800 text' });
    expect(codeOf(await decide(id, gate, await sign(id, gate, said)))).toBe('accepted');
  });
});

describe('a token', () => {
  const cases: Array<[string, string, (id: string, gate: Gate) => Promise<DecisionRequest>]> = [
    ['missing', 'unsigned', async () => request('approve')],
    [
      'of another person’s key',
      'bad_signature',
      (id, gate) => sign(id, gate, request('approve'), { key: fixture.keys['p-ana'] as never }),
    ],
    [
      'that names another person',
      'bad_signature',
      (id, gate) => sign(id, gate, request('approve'), { claims: { actor: 'p-ben' } }),
    ],
    [
      'for another case',
      'bad_signature',
      (id, gate) => sign(id, gate, request('approve'), { claims: { case: 'deal:test:other' } }),
    ],
    [
      'for another action',
      'bad_signature',
      (id, gate) => sign(id, gate, request('approve'), { claims: { action: 'reject' } }),
    ],
    [
      'for another round',
      'bad_signature',
      (id, gate) => sign(id, gate, request('approve'), { claims: { round: 2 } }),
    ],
    [
      'on other evidence',
      'stale_round',
      (id, gate) => sign(id, gate, request('approve'), { claims: { evidenceHash: 'e0' } }),
    ],
    [
      'that is over',
      'expired_token',
      (id, gate) => sign(id, gate, request('approve'), { claims: { exp: 1_780_000_000 } }),
    ],
    [
      'that lives for years',
      'expired_token',
      (id, gate) => sign(id, gate, request('approve'), { claims: { exp: 1_900_000_000 } }),
    ],
    [
      'from the future',
      'expired_token',
      (id, gate) =>
        sign(id, gate, request('approve'), { claims: { iat: 1_900_000_000, exp: 1_900_000_300 } }),
    ],
    [
      'with other edits',
      'bad_signature',
      async (id, gate) => ({ ...(await sign(id, gate, request('override'))), edits: { tier: 'Platinum' } }),
    ],
    [
      'with another reason',
      'bad_signature',
      async (id, gate) => ({ ...(await sign(id, gate, request('approve'))), reason: 'other' }),
    ],
    [
      'under an authority version that does not exist',
      'bad_signature',
      (id, gate) => sign(id, gate, request('approve'), { claims: { authorityVersion: 999_999 } }),
    ],
    [
      'by a key that the app has put there for them, countersigned by nobody',
      'bad_signature',
      async (id, gate) => {
        const key = newKey(mkdtempSync(join(tmpdir(), 'quarterdeck-keys-')), 'p-olga');
        await fixture.store.pool.query(
          "insert into signing_keys (kid, person_id, public_key, valid_from) values ($1, 'p-olga', $2, '2020-01-01')",
          [key.kid, key.publicKey],
        );
        return sign(id, gate, request('approve'), { key });
      },
    ],
    ['that is no token', 'bad_signature', async () => request('approve', { token: 'approved, trust me' })],
    [
      'with a changed signature',
      'bad_signature',
      async (id, gate) => {
        const said = await sign(id, gate, request('approve'));
        const [payload, signature = ''] = (said.token as string).split('.');
        return { ...said, token: `${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}` };
      },
    ],
  ];
  test.each(cases)('%s is refused as %s, audited, and the gate stays open', async (_, code, make) => {
    const { id, gate } = await opened();
    const answer = await decide(id, gate, await make(id, gate));
    expect(codeOf(answer)).toBe(code);
    expect((await fixture.row(id))?.gate).not.toBeNull();
    expect((await fixture.audit(id)).at(-1)).toMatchObject({
      action: 'decision.refused',
      claimed: 'p-olga',
      code,
    });
  });

  test('replayed while the gate is open is refused', async () => {
    const { id, gate } = await opened();
    const said = await sign(id, gate, request('reassign'));
    const first = await decide(id, gate, said);
    expect(codeOf(first)).toBe('accepted');
    expect(codeOf(await decide(id, 'gate' in first ? first.gate : null, said))).toBe('replayed');
  });

  test('refused for another reason, it is not used up', async () => {
    const { id, gate } = await opened();
    const said = await sign(id, gate, request('override'));
    const wrong = await decide(id, gate, said, { editsProblem: 'tier must be one of Gold' });
    expect(wrong).toMatchObject({ refusal: { code: 'invalid_edits', message: 'tier must be one of Gold' } });
    expect(codeOf(await decide(id, gate, said))).toBe('accepted');
  });

  test('of a revoked, an expired or a future key is refused; from before the revocation it is too', async () => {
    const { id, gate } = await opened();
    const key = newKey(mkdtempSync(join(tmpdir(), 'quarterdeck-keys-')), 'p-olga');
    const window = { validFrom: '2026-07-14T00:00:00Z', validTo: '2026-07-20T00:00:00Z' };
    const kept = { ...window, kid: key.kid, person: 'p-olga', publicKey: key.publicKey };
    await transact(fixture.store, (tx) => countersignKey(tx, fixture.signer, kept));
    const at = async (day: string) => {
      const before = fixture.clock.now;
      fixture.clock.now = new Date(`${day}T08:00:00Z`);
      try {
        return codeOf(await decide(id, gate, await sign(id, gate, request('reassign'), { key })));
      } finally {
        fixture.clock.now = before;
      }
    };
    expect([await at('2026-07-13'), await at('2026-07-15'), await at('2026-07-20')]).toEqual([
      'revoked_key',
      'accepted',
      'revoked_key',
    ]);
    await transact(fixture.store, (tx) => revokeKey(tx, fixture.signer, key.kid, '2026-07-15T08:00:00.000Z'));
    expect(await at('2026-07-15')).toBe('revoked_key');
  });

  test('signed before what its person may decide has changed, it is refused; what others may decide is no matter', async () => {
    const { id, gate } = await opened();
    const before = await sign(id, gate, request('approve'));
    const raise = (who: string, limitUsd: string) =>
      transact(fixture.store, (tx) =>
        importPeople(
          tx,
          fixture.signer,
          people.map((one) => (one.id === who ? { ...one, limitUsd } : one)),
        ),
      );
    const version = await raise('p-olga', '50000');
    expect(await decide(id, gate, before)).toMatchObject({
      refusal: {
        code: 'stale_round',
        message: expect.stringMatching(
          new RegExp(
            `^what p-olga may decide has changed since version \\d+, in version ${version}; .*sign again`,
          ),
        ),
      },
    });
    const after = await sign(id, gate, request('approve'));
    await transact(fixture.store, (tx) =>
      importPeople(
        tx,
        fixture.signer,
        people.map((one) => {
          if (one.id === 'p-finn') return { ...one, limitUsd: '250000' };
          return one.id === 'p-olga' ? { ...one, limitUsd: '50000' } : one;
        }),
      ),
    );
    expect(codeOf(await decide(id, gate, after))).toBe('accepted');
  });

  test('unsigned passes where policy allows it, and is recorded as unsigned', async () => {
    const development = await gateFixture({ unsigned: 'allowed' });
    const id = await development.newCase();
    const gate = await development.activities.openGate({
      case: id,
      step: randomUUID(),
      question: QUESTION,
      previous: null,
    });
    const answer = await development.activities.verifyDecision(toVerify(id, gate, request('approve')));
    expect(answer).toMatchObject({ reply: { signed: false, receipt: { signedWith: null } } });
    expect((await development.audit(id)).at(-1)).toMatchObject({
      action: 'decision.accepted',
      signedWith: null,
    });
    await development.store.close();
  });
});

describe('who decides', () => {
  test.each<[string, string, Partial<CaseFacts>, string]>([
    ['the partner’s manager', 'p-ana', {}, 'accepted'],
    ['a manager of other partners', 'p-joe', {}, 'own_partners_only'],
    ['the manager, from USD 100,000', 'p-ana', { valueUsd: '100000.00' }, 'limit'],
    ['Finance on a deal', 'p-finn', {}, 'role'],
    ['the auditor', 'p-aude', {}, 'role'],
    ['the Admin', 'p-sam', {}, 'role'],
    ['somebody of the partner', 'p-nora', {}, 'not_self'],
    ['who submitted it', 'p-olga', { submittedBy: ['p-olga'] }, 'not_self'],
    ['nobody known', 'p-nobody', {}, 'unknown_person'],
  ])('%s (%s): %j → %s', async (_, by, facts, code) => {
    const { id, gate } = await opened({}, facts);
    const said = request('approve', { by });
    const token = by === 'p-nobody' ? said : await sign(id, gate, said);
    expect(codeOf(await decide(id, gate, token))).toBe(code);
  });

  test.each(['review', 'effect', 'rollback'] as const)(
    'the reviewers of a program: a gate of kind %s',
    async (kind) => {
      const facts = {
        lifecycle: 'claim',
        paidUsd: '400.00',
        partnerManager: null,
        reviewers: ['finance'] as const,
      };
      const { id, gate } = await opened({ kind }, facts);
      const review = kind === 'review';
      expect([gate.assignee, gate.roles.includes('partner_ops')]).toEqual(
        review ? ['p-finn', false] : ['p-olga', true],
      );
      const by = async (person: string) =>
        codeOf(await decide(id, gate, await sign(id, gate, request('approve', { by: person }))));
      expect(await by('p-cora')).toBe(review ? 'role' : 'accepted');
      if (review) expect(await by('p-finn')).toBe('accepted');
    },
  );

  test('a delegate within the window only, until it is revoked', async () => {
    const id = randomUUID();
    const window = { startsAt: '2026-07-20T00:00:00Z', endsAt: '2026-07-25T00:00:00Z' };
    const delegation = { id, from: 'p-olga', to: 'p-joe', ...window };
    await transact(fixture.store, (tx) => addDelegation(tx, fixture.signer, delegation));
    const { id: one, gate } = await opened();
    const at = async (instant: string) => {
      const before = fixture.clock.now;
      fixture.clock.now = new Date(instant);
      try {
        return await decide(one, gate, await sign(one, gate, request('approve', { by: 'p-joe' })));
      } finally {
        fixture.clock.now = before;
      }
    };
    expect(codeOf(await at('2026-07-19T23:59:59Z'))).toBe('own_partners_only');
    expect(codeOf(await at('2026-07-25T00:00:00Z'))).toBe('own_partners_only');
    expect(codeOf(await at('2026-07-20T00:00:00Z'))).toBe('accepted');
    expect((await fixture.audit(one)).at(-1)).toMatchObject({ as: 'partner_ops', delegatedFrom: 'p-olga' });
    expect(await transact(fixture.store, (tx) => revokeDelegation(tx, fixture.signer, id))).toBeGreaterThan(
      0,
    );
    expect(await transact(fixture.store, (tx) => revokeDelegation(tx, fixture.signer, id))).toBeNull();
    expect(codeOf(await at('2026-07-21T00:00:00Z'))).toBe('own_partners_only');
  });

  test('a malformed signal is refused, audited and marked on the row until a decision is accepted', async () => {
    const { id, gate } = await opened();
    const answer = await decide(id, gate, { action: 'approve' } as DecisionRequest, { via: 'signal' });
    expect(answer).toMatchObject({ refused: { by: 'unknown', code: 'malformed', via: 'signal' } });
    expect((await fixture.row(id))?.openProblem).toBe('refused_signal');
    await decide(id, gate, await sign(id, gate, request('reassign')));
    expect((await fixture.row(id))?.openProblem).toBe('none');
  });
});

describe('opening and closing', () => {
  test.each<[string, Partial<CaseFacts>, string]>([
    ['the partner’s manager', {}, 'p-ana'],
    ['Partner Ops of the region when it is worth too much', { valueUsd: '100000.00' }, 'p-olga'],
    ['Partner Ops when the manager submitted it', { submittedBy: ['p-ana'] }, 'p-olga'],
    ['the other region’s when nobody else may', { valueUsd: '100000.00', submittedBy: ['p-olga'] }, 'p-ben'],
    ['Finance above the limit of Partner Ops', { lifecycle: 'claim', paidUsd: '60000.00' }, 'p-finn'],
    ['the Controller above the limit of Finance', { lifecycle: 'claim', paidUsd: '260000.00' }, 'p-cora'],
  ])('goes to %s', async (_, facts, assignee) => {
    const { id, gate } = await opened({}, facts);
    expect(gate.assignee).toBe(assignee);
    expect(await fixture.row(id)).toMatchObject({ assignee, status: 'waiting_for_decision' });
  });

  test('among equals the one with the fewest open cases', async () => {
    const crowd = await gateFixture();
    await crowd.store.pool.query(
      "insert into people (person_id, name, role, region, time_zone) values ('p-otto', 'Otto', 'partner_ops', 'EMEA', 'Europe/Berlin')",
    );
    const facts = { partnerManager: null, valueUsd: '100000.00' };
    const next = async () => {
      const step = { case: await crowd.newCase(facts), step: randomUUID() };
      return (await crowd.activities.openGate({ ...step, question: QUESTION, previous: null })).assignee;
    };
    expect([await next(), await next(), await next(), await next()]).toEqual([
      'p-olga',
      'p-otto',
      'p-olga',
      'p-otto',
    ]);
    await crowd.store.close();
  });

  test('a routing rule chooses by product and region and shortens the clock', async () => {
    const rule = {
      name: 'backup desk',
      lifecycles: [],
      regions: ['EMEA'],
      products: ['backup'],
      people: ['p-olga'],
    };
    const routing = [
      { effectiveFrom: '2026-01-01T00:00:00.000Z', overload: 15, rules: [{ ...rule, clock: 'high_value' }] },
    ];
    const routed = await gateFixture({ routing });
    const open = async (products: string[]) => {
      const step = { case: await routed.newCase({ products }), step: randomUUID() };
      const asked = { ...step, question: QUESTION, previous: null };
      return { ...step, gate: await routed.activities.openGate(asked) };
    };
    const [desk, usual] = [await open(['Backup']), await open(['network'])];
    expect([desk.gate.assignee, usual.gate.assignee]).toEqual(['p-olga', 'p-ana']);
    expect([desk.gate.clock.allowed, usual.gate.clock.allowed]).toEqual([240, 480]);
    expect((await routed.audit(desk.case)).at(-1)).toMatchObject({
      action: 'gate.opened',
      routed: 'backup desk',
    });
    await routed.store.close();
  });

  test('asked again after an amendment, the clock goes on and the round goes up', async () => {
    const { id, gate } = await opened();
    const noon = new Date('2026-07-13T10:00:00.000Z');
    const start = fixture.clock.now;
    fixture.clock.now = noon;
    const amended = await fixture.activities.closeGate({
      case: id,
      step: randomUUID(),
      gate,
      outcome: 'amended',
    });
    expect(await fixture.row(id)).toMatchObject({ gate: null, status: 'running', assignee: null });
    fixture.clock.now = new Date('2026-07-14T08:00:00.000Z');
    const question = { ...QUESTION, evidenceHash: 'e2' };
    const again = await fixture.activities.openGate({
      case: id,
      step: randomUUID(),
      question,
      previous: amended,
    });
    expect([again.round, again.clock.used, again.clock.dueAt]).toEqual([2, 120, '2026-07-14T14:00:00.000Z']);
    fixture.clock.now = start;
  });

  test('whoever takes a case over has what is left of its time, not all of it again', async () => {
    const before = fixture.clock.now;
    try {
      const { id, gate } = await opened();
      // Two hours of the working day of p-ana and of p-olga.
      fixture.clock.now = new Date(before.getTime() + 2 * 3_600_000);
      const answer = await decide(id, gate, await sign(id, gate, request('reassign')));
      if ('refusal' in answer) throw new Error(answer.refusal.message);
      expect(answer.gate).toMatchObject({ assignee: 'p-olga', clock: { used: 120 } });
      expect(answer.gate?.clock.allowed).toBe(gate.clock.allowed);
      // The trail alone says whom it waits for, and until when.
      expect((await fixture.audit(id)).at(-1)).toMatchObject({
        ...{ decision: 'reassign', assignee: 'p-olga', dueAt: answer.gate?.clock.dueAt },
      });
    } finally {
      fixture.clock.now = before;
    }
  });

  test('a tick is recorded once, however often its step is repeated, and says whom it concerns', async () => {
    const { id, gate } = await opened();
    const asked = { case: id, step: randomUUID(), gate, tick: gate.clock.ticks[0] as Tick };
    expect(await fixture.activities.gateTick(asked)).toEqual({ next: null, to: 'p-ana' });
    expect(await fixture.activities.gateTick(asked)).toEqual({ next: null, to: 'p-ana' });
    expect((await fixture.audit(id)).filter((entry) => entry.action === 'gate.remind')).toHaveLength(1);
  });
});

test('importing the same people again is no new authority; somebody who is gone is kept, inactive', async () => {
  const other = await gateFixture();
  await transact(other.store, async (tx) => {
    const { version } = await loadAuthority(tx);
    expect(await importPeople(tx, other.signer, people)).toBe(version);
    const without = people.filter(({ id }) => id !== 'p-nora');
    expect(await importPeople(tx, other.signer, without)).toBe(version + 1);
    expect((await loadAuthority(tx)).people['p-nora']).toMatchObject({ active: false, partnerId: '7001' });
  });
  await other.store.close();
});
