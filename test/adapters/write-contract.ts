import { describe, expect, test } from '@jest/globals';
import type { Write } from '../../adapters/ports/write.ts';
import {
  call,
  deadUrl,
  faultOf,
  httpOf,
  ledgered,
  proved,
  type Rig,
  type WriteCase,
  writesIn,
  writing,
} from './contract.ts';

/** What a rule is given: a vendor of its own, and one write of it. */
export interface WriteUnderTest<Port> extends Omit<WriteCase<Port>, 'write'> {
  rig: Rig<Port>;
  write: Write;
  /** The same write of an adapter with other settings. */
  again(settings: object): Write;
}

/** One thing that the effect ledger relies on. */
export interface WriteRule {
  name: string;
  /** Only where the adapter speaks HTTP. */
  http?: true;
  /** Only where a second write changes the same record. */
  changes?: true;
  /** Only where a repeat is said to be harmless. */
  upsert?: true;
  run<Port>(asked: WriteUnderTest<Port>): Promise<void>;
}

/** What every write of every adapter of every port owes the effect ledger. */
export const WRITE_RULES: WriteRule[] = [
  {
    name: 'says how it may be repeated',
    async run({ write, repeat }) {
      expect(write.repeat).toBe(repeat);
      expect(write.movesMoney).toBe(false);
      expect(write.searchLagMs).toBeGreaterThanOrEqual(0);
    },
  },
  {
    name: 'what was never sent is absent, and asking changes nothing',
    async run({ rig, write, payload }) {
      const start = await rig.state();
      await write.before(payload, 'k', call);
      expect(await write.lookup(payload, 'k', call)).toBe('absent');
      expect(await rig.state()).toBe(start);
    },
  },
  {
    name: 'what was sent is found under the same id',
    async run({ rig, write, payload }) {
      const start = await rig.state();
      const { landed } = await ledgered(write, payload, 'k');
      expect(await rig.state()).not.toBe(start);
      expect(await proved(write, payload, 'k')).toEqual(landed);
    },
  },
  {
    name: 'the undo restores the vendor byte for byte, twice is harmless',
    async run({ rig, write, payload }) {
      const start = await rig.state();
      const effect = await ledgered(write, payload, 'k');
      expect(await write.undo(effect, call)).toEqual({});
      expect(await rig.state()).toBe(start);
      expect(await write.undo(effect, call)).toEqual({});
      expect(await rig.state()).toBe(start);
    },
  },
  {
    name: 'after an undo it can be written again under the next revision',
    async run({ rig, write, payload }) {
      const start = await rig.state();
      await write.undo(await ledgered(write, payload, 'k/1'), call);
      const again = await ledgered(write, payload, 'k/2');
      expect(await proved(write, payload, 'k/2')).toEqual(again.landed);
      await write.undo(again, call);
      expect(await rig.state()).toBe(start);
    },
  },
  {
    name: 'before is plain JSON: the ledger stores it',
    async run({ write, payload }) {
      const before = await write.before(payload, 'k', call);
      expect(JSON.parse(JSON.stringify(before))).toEqual(before);
    },
  },
  {
    name: 'a change of the same record is undone to what it was before, and the creation after it',
    changes: true,
    async run({ rig, write, payload, changed }) {
      const start = await rig.state();
      const first = await ledgered(write, payload, 'k/1');
      // The ledger lets nobody else at the record before its search shows it.
      await proved(write, payload, 'k/1');
      const middle = await rig.state();
      const second = await ledgered(write, changed ?? {}, 'k/2');
      expect(second.before).not.toBeNull();
      expect(await rig.state()).not.toBe(middle);
      await write.undo({ ...second, before: JSON.parse(JSON.stringify(second.before)) }, call);
      expect(await rig.state()).toBe(middle);
      await write.undo(first, call);
      expect(await rig.state()).toBe(start);
    },
  },
  {
    name: 'one writing request a send, and no more reads than it says',
    http: true,
    async run({ rig, write, payload, reads = 1 }) {
      await write.before(payload, 'warm', call);
      httpOf(rig).requests.length = 0;
      await ledgered(write, payload, 'k');
      expect(writesIn(httpOf(rig))).toHaveLength(1);
      expect(httpOf(rig).requests.length).toBeLessThanOrEqual(1 + reads);
    },
  },
  {
    name: 'an answer that was lost is a write that may have landed; it is found and undone',
    http: true,
    async run({ rig, write, payload }) {
      const start = await rig.state();
      const before = await write.before(payload, 'k', call);
      await httpOf(rig).fault({ ...writing(rig), loseAnswer: true });
      const fault = await faultOf(write.send(payload, 'k', call));
      expect(fault).toMatchObject({ kind: 'unavailable', certainlyNotLanded: false });
      const landed = await proved(write, payload, 'k');
      if (typeof landed === 'string') throw new Error(`the write is ${landed}`);
      expect(writesIn(httpOf(rig))).toHaveLength(1);
      await write.undo({ payload, before, landed, key: 'k' }, call);
      expect(await rig.state()).toBe(start);
    },
  },
  {
    name: 'an upsert repeated after a lost answer leaves one record, and its undo leaves none',
    http: true,
    upsert: true,
    async run({ rig, write, payload }) {
      const start = await rig.state();
      const before = await write.before(payload, 'k', call);
      await httpOf(rig).fault({ ...writing(rig), loseAnswer: true });
      await faultOf(write.send(payload, 'k', call));
      const once = await rig.state();
      const landed = await write.send(payload, 'k', call);
      expect(await rig.state()).toBe(once);
      await write.undo({ payload, before, landed, key: 'k' }, call);
      expect(await rig.state()).toBe(start);
    },
  },
  {
    name: 'a page of a proxy that says 404 is no word of the vendor: nothing is taken for absent, or for undone',
    http: true,
    async run({ rig, write, payload }) {
      const effect = await ledgered(write, payload, 'k');
      await proved(write, payload, 'k');
      const start = await rig.state();
      for (const work of [() => write.lookup(payload, 'k', call), () => write.undo(effect, call)]) {
        await httpOf(rig).fault({ status: 404, body: '<html>not found</html>' });
        expect((await faultOf(work())).kind).toBe('not_found');
      }
      expect(await rig.state()).toBe(start);
    },
  },
  {
    name: 'a request that was cut before it arrived left nothing',
    http: true,
    async run({ rig, write, payload }) {
      const start = await rig.state();
      await write.before(payload, 'k', call);
      await httpOf(rig).fault({ ...writing(rig), dropBefore: true });
      expect((await faultOf(write.send(payload, 'k', call))).kind).toBe('unavailable');
      expect(await proved(write, payload, 'k')).toBe('absent');
      expect(await rig.state()).toBe(start);
    },
  },
  {
    name: 'no answer in time may have landed',
    http: true,
    async run({ rig, write, payload }) {
      await write.before(payload, 'k', call);
      await httpOf(rig).fault({ ...writing(rig), delayMs: 400 });
      const fault = await faultOf(write.send(payload, 'k', { ...call, timeoutMs: 150 }));
      expect(fault).toMatchObject({ kind: 'unavailable', code: 'timeout', certainlyNotLanded: false });
    },
  },
];

const html = '<html>maintenance</html>';
const ANSWERS = [
  [{ status: 403, body: html }, 'auth', true],
  [{ status: 404, body: html }, 'not_found', true],
  [{ status: 400, body: html }, 'rejected', true],
  [{ status: 422, body: html }, 'rejected', true],
  [{ status: 429, body: html, headers: { 'retry-after': '7' } }, 'rate_limited', true],
  [{ status: 429, body: html }, 'rate_limited', true],
  [{ status: 408, body: html }, 'unavailable', false],
  [{ status: 500, body: html }, 'unavailable', false],
  [{ status: 503, body: html }, 'unavailable', false],
  [{ status: 200, body: html }, 'unavailable', false],
  [{ status: 302, body: '', headers: { location: 'http://127.0.0.1:9/' } }, 'rejected', true],
] as const;

/** What every adapter makes of a vendor that fails; one write of it shows it. */
export const FAULT_RULES: WriteRule[] = [
  ...ANSWERS.map(
    ([fault, kind, certainlyNotLanded]): WriteRule => ({
      name: `${JSON.stringify(fault)} is ${kind}`,
      http: true,
      async run({ rig, write, payload }) {
        await write.before(payload, 'k', call);
        await httpOf(rig).fault({ ...fault, ...writing(rig) });
        const thrown = await faultOf(write.send(payload, 'k', call));
        expect(thrown).toMatchObject({ kind, certainlyNotLanded, status: fault.status });
        const limited = fault.status === 429;
        if ('headers' in fault && limited) expect(thrown.retryAfterMs).toBe(7_000);
        else if (limited) expect(thrown.retryAfterMs).toBeGreaterThanOrEqual(1_000);
        else expect(thrown.retryAfterMs).toBeUndefined();
      },
    }),
  ),
  {
    name: 'too many requests in the words of the vendor are a limit, and name a wait',
    http: true,
    async run({ rig, write, payload }) {
      const { limit, fault } = httpOf(rig);
      if (!limit) return;
      await write.before(payload, 'k', call);
      await fault({ ...limit, ...writing(rig) });
      const thrown = await faultOf(write.send(payload, 'k', call));
      expect(thrown).toMatchObject({ kind: 'rate_limited', certainlyNotLanded: true });
      expect(thrown.retryAfterMs).toBeGreaterThanOrEqual(1_000);
    },
  },
  {
    name: 'a refusal inside of a success is no success',
    http: true,
    async run({ rig, write, payload }) {
      const { refusal, fault } = httpOf(rig);
      if (!refusal) return;
      await write.before(payload, 'k', call);
      await fault({ ...refusal, ...writing(rig) });
      const thrown = await faultOf(write.send(payload, 'k', call));
      expect(thrown).toMatchObject({ kind: 'rejected', certainlyNotLanded: true });
    },
  },
  {
    name: 'a proof that was refused is renewed, and the write lands once',
    http: true,
    async run({ rig, write, payload }) {
      const { renews, fault, requests } = httpOf(rig);
      if (!renews) return;
      await write.before(payload, 'k', call);
      await fault({ status: 401, body: html, ...writing(rig) });
      const landed = await write.send(payload, 'k', call);
      expect(await proved(write, payload, 'k')).toEqual(landed);
      expect(writesIn({ ...httpOf(rig), requests: requests.filter(({ faulty }) => !faulty) })).toHaveLength(
        1,
      );
    },
  },
  {
    name: 'a redirect is not followed, and names the address to check',
    http: true,
    async run({ rig, write, payload }) {
      const { fault, requests } = httpOf(rig);
      const elsewhere = await deadUrl();
      for (const status of [301, 307, 308]) {
        await fault({ status, body: html, headers: { location: `${elsewhere}/records` } });
        const sent = requests.length;
        const thrown = await faultOf(write.lookup(payload, 'k', call));
        expect(thrown).toMatchObject({ kind: 'rejected', status });
        expect(thrown.message).toMatch(/that is a redirect, which is not followed/);
        expect(requests).toHaveLength(sent + 1);
      }
    },
  },
  {
    name: 'a second try after a refused proof takes from the budget, too',
    http: true,
    async run({ rig, again, payload }) {
      const { renews, fault, requests } = httpOf(rig);
      if (!renews) return;
      const write = again({ requestsPerSecond: 0.01, burst: 1 });
      await fault({ status: 401, body: html, method: 'GET' });
      const sent = requests.length;
      const thrown = await faultOf(write.lookup(payload, 'k', { ...call, mayWait: false }));
      expect(thrown).toMatchObject({ kind: 'budget', certainlyNotLanded: true });
      expect(requests.slice(sent).filter(({ method }) => method === 'GET')).toHaveLength(1);
    },
  },
  {
    name: 'a refused connection is an outage, and nothing has landed',
    http: true,
    async run({ again, payload }) {
      const gone = await deadUrl();
      const fault = await faultOf(again({ baseUrl: gone, loginUrl: gone }).send(payload, 'k', call));
      expect(fault).toMatchObject({ kind: 'unavailable', code: 'ECONNREFUSED', certainlyNotLanded: true });
    },
  },
  {
    name: 'a spent budget fails at once where the call may not wait, and nothing is sent',
    http: true,
    async run({ rig, again, payload }) {
      const write = again({ requestsPerSecond: 0.01, burst: 1 });
      await write.lookup(payload, 'k', call);
      const sent = httpOf(rig).requests.length;
      // One that waits all the same is given up.
      const quick = { ...call, mayWait: false, signal: AbortSignal.timeout(2_000) };
      const fault = await faultOf(write.lookup(payload, 'k', quick));
      expect(fault).toMatchObject({ kind: 'budget', certainlyNotLanded: true });
      expect(fault.retryAfterMs).toBeGreaterThan(1_000);
      expect(httpOf(rig).requests).toHaveLength(sent);
    },
  },
  {
    name: 'neither a secret nor the text of a vendor reaches a message',
    http: true,
    async run({ rig, write, again, payload }) {
      const { secrets, fault } = httpOf(rig);
      await write.lookup(payload, 'k', call);
      const thrown = [];
      for (const secret of secrets)
        for (const body of [
          secret,
          {
            success: false,
            message: secret,
            errors: [{ httpStatus: 400, code: `no ${secret}`, message: secret }],
          },
          [{ errorCode: `no ${secret}`, message: secret, fields: [`no ${secret}`] }],
          { error: `no ${secret}`, error_description: secret },
        ])
          for (const status of [200, 400, 403, 500]) {
            await fault({ status, body });
            thrown.push(await faultOf(write.lookup(payload, 'k', call)));
            await fault({ status, body });
            thrown.push(await faultOf(again({}).lookup(payload, 'k', call)));
          }
      const text = thrown.map((each) => `${each.stack} ${JSON.stringify(each)}`).join('\n');
      for (const secret of secrets) expect(text).not.toContain(secret);
    },
  },
];

/** Which rules hold for a write. */
export function rulesFor<Port>(
  rules: readonly WriteRule[],
  { changed, repeat }: WriteCase<Port>,
  http: boolean,
): WriteRule[] {
  return rules.filter(
    (rule) =>
      (http || !rule.http) &&
      (changed !== undefined || !rule.changes) &&
      (repeat === 'upsert' || !rule.upsert),
  );
}

/** Runs a rule on a write of an adapter that was opened for it. */
export async function keeps<Port>(
  { run }: WriteRule,
  rig: Rig<Port>,
  { write: of, ...rest }: WriteCase<Port>,
): Promise<void> {
  await run({ ...rest, rig, write: of(rig.port), again: (settings) => of(httpOf(rig).again(settings)) });
}

/** Every write of an adapter keeps every rule. */
export function writeContract<Port>(
  open: () => Promise<Rig<Port>>,
  cases: WriteCase<Port>[],
  http: boolean,
): void {
  async function kept(rule: WriteRule, asked: WriteCase<Port>): Promise<void> {
    const rig = await open();
    try {
      await keeps(rule, rig, asked);
    } finally {
      await rig.close();
    }
  }

  describe.each(cases)('$name', (asked) => {
    test.each(rulesFor(WRITE_RULES, asked, http))('$name', (rule) => kept(rule, asked));
  });

  const [first] = cases;
  if (!http || !first) return;
  describe('faults', () => {
    test.each(rulesFor(FAULT_RULES, first, http))('$name', (rule) => kept(rule, first));
  });
}
