import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { VendorFault } from '../../../adapters/ports/call.ts';
import type { ChangeMark } from '../../../adapters/ports/changes.ts';
import type { Ticket, TicketComment } from '../../../adapters/ports/tickets.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { patiently, proved, undone, type Written, written } from '../as-ledger.ts';
import { call, faultOf } from '../contract.ts';
import type { TicketRig } from './rig.ts';

/** One thing that Quarterdeck relies on; run on a rig of its own. */
export interface TicketCheck {
  name: string;
  /** Left out where the rig lacks what it needs. */
  needs?: (keyof TicketRig)[];
  /** Injects its own faults: run in friendly mode only. */
  friendly?: true;
  run(rig: TicketRig): Promise<void>;
}

const OPENING: JsonObject = {
  title: 'A write is in doubt: crm.upsertAccount',
  text: 'It cannot be proved whether it landed.\nLook at the record.\n\nA ticket decides nothing.',
  facts: [
    { name: 'case', value: 'deal:impartner:101' },
    { name: 'empty', value: '' },
  ],
  labels: ['effect-in-doubt'],
  about: 'deal:impartner:101',
};

const open = (rig: TicketRig, key = 'k', more: JsonObject = {}) =>
  written(rig.port.writes.open, { ...OPENING, ...more }, key);
const close = (rig: TicketRig, id: string, key = 'c') => written(rig.port.writes.close, { id }, key);
async function say(rig: TicketRig, id: string, text: string, key = 's'): Promise<Written> {
  const said = await written(rig.port.writes.comment, { id, text }, key);
  // Where reading lags, too, it is there now.
  await sleep(rig.port.writes.comment.searchLagMs + 20);
  return said;
}
const ticket = (rig: TicketRig, id: string) => patiently(() => rig.port.ticket(id, call));
const comments = (rig: TicketRig, id: string, since: string | null = null) =>
  patiently(() => rig.port.comments(id, since, call));
const held = async (rig: TicketRig, id: string) => {
  const found = (await rig.held()).find((one) => one.id === id);
  if (!found) throw new Error(`ticket ${id} is not there`);
  return found;
};

/** A state without empty fields: a field that is empty again need not go away. */
const filled = (state: string) => JSON.parse(state, (_, value) => (value === '' ? undefined : value));

/** Every page of what changed. */
async function changed(rig: TicketRig, since: ChangeMark | null): Promise<Ticket[]> {
  const found: Ticket[] = [];
  for (let mark = since; ; ) {
    const at = mark;
    const { tickets, next } = await patiently(() => rig.port.changedSince(at, call));
    found.push(...tickets);
    if (next === null) return found;
    mark = next;
  }
}

/** Asks until the search has caught up. */
async function untilChanged(rig: TicketRig, since: ChangeMark | null, enough: (found: Ticket[]) => boolean) {
  for (const deadline = Date.now() + 5_000; ; await sleep(20)) {
    const found = await changed(rig, since);
    if (enough(found) || Date.now() > deadline) return found;
  }
}

export const TICKET_CHECKS: TicketCheck[] = [
  {
    name: 'an opened ticket is read as it stands, and nothing else is told of it',
    async run(rig) {
      const { landed } = await open(rig);
      const found = await ticket(rig, landed.id);
      expect(found).toMatchObject({ id: landed.id, status: 'open', key: landed.detail?.key });
      expect(Object.keys(found as Ticket).sort()).toEqual([
        'id',
        'key',
        'modifiedAt',
        'status',
        'url',
        'vendorStatus',
      ]);
      expect(landed.created).toBe(true);
      expect(found?.key).toMatch(/\d/);
      const link = found?.url;
      if (link) expect(link.includes(found.key) || link.includes(found.id)).toBe(true);
      expect(Math.abs(Date.now() - Date.parse(found?.modifiedAt ?? ''))).toBeLessThan(60_000);
      expect((await held(rig, landed.id)).title).toBe(OPENING.title);
    },
  },
  {
    name: 'an opened ticket says all that it was given, however much it is',
    async run(rig) {
      const text = Array.from({ length: 60 }, (_, at) => `Line ${at} of what has to be done.`).join('\n');
      const { landed } = await open(rig, 'k', { text });
      const there = await held(rig, landed.id);
      for (const line of text.split('\n')) expect(there.text).toContain(line);
      for (const part of ['case', 'deal:impartner:101', 'empty']) expect(there.text).toContain(part);
      if (there.labels) expect(there.labels).toContain('effect-in-doubt');
    },
  },
  {
    name: 'of two tickets with one key a person has to say which',
    friendly: true,
    async run(rig) {
      const { open: opens } = rig.port.writes;
      if (opens.repeat !== 'lookup') return;
      for (const _ of ['once', 'twice']) await opens.send(OPENING, 'k', call);
      await sleep(opens.searchLagMs + 20);
      expect(await opens.lookup(OPENING, 'k', call)).toBe('unknown');
    },
  },
  {
    name: 'what access rules hide from us is not taken for what is not there',
    needs: ['hiding'],
    friendly: true,
    async run(visible) {
      const rig = (await visible.hiding?.()) as TicketRig;
      try {
        await rig.port.writes.open.send(OPENING, 'k', call);
        expect((await faultOf(rig.port.writes.open.lookup(OPENING, 'k', call))).kind).toBe('auth');
        expect((await faultOf(rig.port.changedSince(null, call))).kind).toBe('auth');
      } finally {
        await rig.close();
      }
    },
  },
  {
    name: 'a title of several lines and texts of any shape are taken as they are',
    async run(rig) {
      const text = 'First *line* <b>\n{code} | ^ & % @ "quoted"\n\n=SUM(A1) – 日本語 \u{1f600}';
      const { landed } = await open(rig, 'k', { title: 'Two\nlines', text });
      expect((await held(rig, landed.id)).title).toBe('Two lines');
      await say(rig, landed.id, text);
      expect((await comments(rig, landed.id)).map((one) => one.text)).toEqual([text]);
    },
  },
  {
    name: 'what was never opened is absent, and asking changes nothing',
    async run(rig) {
      const start = await rig.state();
      expect(await patiently(() => rig.port.writes.open.before(OPENING, 'k', call))).toBeNull();
      expect(await proved(rig.port.writes.open, OPENING, 'k', 0)).toBe('absent');
      expect(await rig.state()).toBe(start);
    },
  },
  {
    name: 'writes say that they are not to be repeated blindly, and move no money',
    async run({ port }) {
      for (const write of Object.values(port.writes)) {
        expect(['lookup', 'upsert']).toContain(write.repeat);
        expect(write.movesMoney).toBe(false);
        expect(write.searchLagMs).toBeGreaterThanOrEqual(0);
      }
    },
  },
  {
    name: 'a ticket is found again by its key, as often as it is asked for',
    async run(rig) {
      const { landed } = await open(rig);
      for (let times = 0; times < 2; times += 1)
        expect(await proved(rig.port.writes.open, OPENING, 'k')).toEqual(landed);
      expect(await rig.held()).toHaveLength(1);
    },
  },
  {
    name: 'an upsert repeated leaves one ticket and one comment',
    async run(rig) {
      const { landed } = await open(rig);
      const { open: opens, comment } = rig.port.writes;
      if (opens.repeat === 'upsert') await written(opens, OPENING, 'k');
      await say(rig, landed.id, 'Once.');
      if (comment.repeat === 'upsert') await say(rig, landed.id, 'Once.');
      expect(await rig.held()).toHaveLength(1);
      expect(await comments(rig, landed.id)).toHaveLength(1);
    },
  },
  {
    name: 'a lost answer makes no second ticket, whatever the search has not seen yet',
    needs: ['http'],
    friendly: true,
    async run(rig) {
      await rig.http?.fault({ loseAnswer: true });
      const { landed } = await open(rig);
      expect((await rig.held()).map(({ id }) => id)).toEqual([landed.id]);
    },
  },
  {
    name: 'a lost answer makes no second comment',
    needs: ['http'],
    friendly: true,
    async run(rig) {
      const { landed } = await open(rig);
      await rig.http?.fault({ loseAnswer: true });
      await say(rig, landed.id, 'It has landed.');
      expect((await held(rig, landed.id)).comments).toHaveLength(1);
    },
  },
  {
    name: 'a lost answer to the closing is found',
    needs: ['http'],
    friendly: true,
    async run(rig) {
      const { landed } = await open(rig);
      await rig.http?.fault({ loseAnswer: true });
      await close(rig, landed.id);
      expect((await held(rig, landed.id)).status).toBe('done');
    },
  },
  {
    name: 'two keys are two tickets',
    async run(rig) {
      const [first, second] = [await open(rig, 'one'), await open(rig, 'two')];
      expect(first.landed.id).not.toBe(second.landed.id);
      expect(await proved(rig.port.writes.open, OPENING, 'two')).toEqual(second.landed);
      expect(await rig.held()).toHaveLength(2);
    },
  },
  {
    name: 'a ticket that is not there is null, whatever its id looks like',
    async run(rig) {
      for (const id of ['99999', '..', 'a/b', "x'y", '%2e%2e', 'x^y'])
        expect(await ticket(rig, id)).toBeNull();
      const { landed } = await open(rig);
      for (const more of ['?x=1', '#x', '/comment', `/../${landed.id}`, '^state=1'])
        expect(await ticket(rig, landed.id + more)).toBeNull();
    },
  },
  {
    name: 'a page of a proxy that says 404 makes no ticket disappear',
    needs: ['http'],
    friendly: true,
    async run(rig) {
      const { landed } = await open(rig);
      await rig.http?.faultAny({ status: 404, body: '<html>not found</html>' });
      expect((await faultOf(rig.port.ticket(landed.id, call))).kind).toBe('not_found');
    },
  },
  {
    name: 'what people say is told in order, once, as theirs',
    async run(rig) {
      const { landed } = await open(rig);
      await rig.people.comment(landed.id, 'We have looked.', 'Ana Costa');
      await rig.people.comment(landed.id, 'approved', 'Bo Lind');
      const told = await comments(rig, landed.id);
      expect(told.map(({ text, by, ours }) => ({ text, by, ours }))).toEqual([
        { text: 'We have looked.', by: 'Ana Costa', ours: false },
        { text: 'approved', by: 'Bo Lind', ours: false },
      ]);
      expect(new Set(told.map(({ id }) => id)).size).toBe(2);
      for (const { at } of told) expect(Math.abs(Date.now() - Date.parse(at))).toBeLessThan(60_000);
    },
  },
  {
    name: 'our own comment is told apart, and found again by its key',
    async run(rig) {
      const { landed } = await open(rig);
      await rig.people.comment(landed.id, 'Theirs.', 'Ana Costa');
      // Comments of one millisecond have no order.
      await sleep(5);
      const said = await say(rig, landed.id, 'Ours.');
      const told = await comments(rig, landed.id);
      expect(told.map(({ text, ours }) => ({ text, ours }))).toEqual([
        { text: 'Theirs.', ours: false },
        { text: 'Ours.', ours: true },
      ]);
      expect(await proved(rig.port.writes.comment, said.payload, 's')).toEqual(said.landed);
      expect(await proved(rig.port.writes.comment, { id: landed.id, text: 'x' }, 'other', 0)).toBe('absent');
    },
  },
  {
    name: 'all comments are told in order, however many they are',
    friendly: true,
    async run(rig) {
      const { landed } = await open(rig);
      const texts = Array.from({ length: rig.manyComments ?? 5 }, (_, at) => `Comment ${at}`);
      for (const text of texts) await rig.people.comment(landed.id, text, 'Ana Costa');
      const told = (await comments(rig, landed.id)).map(({ text }) => text);
      expect(told.toSorted()).toEqual(texts.toSorted());
    },
  },
  {
    name: 'what a person says over our account is theirs',
    needs: ['us'],
    async run(rig) {
      const { landed } = await open(rig);
      await rig.people.comment(landed.id, 'By hand.', String(rig.us));
      expect((await comments(rig, landed.id)).map(({ text, ours }) => ({ text, ours }))).toEqual([
        { text: 'By hand.', ours: false },
      ]);
    },
  },
  {
    name: 'whoever copies our reference does not write in our name',
    async run(rig) {
      const { landed } = await open(rig);
      const said = await say(rig, landed.id, 'Ours.');
      const copy = (await held(rig, landed.id)).comments[0] as string;
      await rig.people.comment(landed.id, copy, 'Ana Costa');
      expect((await comments(rig, landed.id)).map(({ ours }) => ours)).toEqual([true, false]);
      expect(await proved(rig.port.writes.comment, said.payload, 's')).toEqual(said.landed);
    },
  },
  {
    name: 'comments since a moment leave out older ones and no younger one',
    async run(rig) {
      const { landed } = await open(rig);
      await rig.people.comment(landed.id, 'Old.', 'Ana Costa');
      await sleep(rig.tickMs);
      await rig.people.comment(landed.id, 'New.', 'Ana Costa');
      const all = await comments(rig, landed.id);
      const newest = all.at(-1) as TicketComment;
      expect((await comments(rig, landed.id, newest.at)).map(({ text }) => text)).toEqual(['New.']);
    },
  },
  {
    name: 'where people move a ticket is told by its kind and in their word',
    async run(rig) {
      const { landed } = await open(rig);
      const first = await ticket(rig, landed.id);
      for (const status of ['in_progress', 'done', 'open'] as const) {
        await rig.people.move(landed.id, status);
        const now = await ticket(rig, landed.id);
        expect(now?.status).toBe(status);
        if (status !== 'open') expect(now?.vendorStatus).not.toBe(first?.vendorStatus);
      }
    },
  },
  {
    name: 'closing ends in done and touches nothing else',
    async run(rig) {
      const { landed } = await open(rig);
      await rig.people.comment(landed.id, 'Theirs.', 'Ana Costa');
      await close(rig, landed.id);
      const after = await held(rig, landed.id);
      expect(after).toMatchObject({ status: 'done', title: OPENING.title, comments: ['Theirs.'] });
      expect((await ticket(rig, landed.id))?.status).toBe('done');
      expect(await proved(rig.port.writes.close, { id: landed.id }, 'c')).toMatchObject({ id: landed.id });
    },
  },
  {
    name: 'a ticket that people have finished is closed already: nothing is written, and the undo leaves it done',
    async run(rig) {
      const { landed } = await open(rig);
      await rig.people.move(landed.id, 'done');
      const start = await rig.state();
      const closed = await close(rig, landed.id);
      expect(closed.landed.created).toBe(false);
      expect(await undone(rig.port.writes.close, closed)).toEqual({});
      expect(await rig.state()).toBe(start);
    },
  },
  {
    name: 'an open ticket is not closed yet: the look-up says so',
    async run(rig) {
      const { landed } = await open(rig);
      expect(await proved(rig.port.writes.close, { id: landed.id }, 'c', 0)).toBe('absent');
    },
  },
  {
    name: 'the undo of a closing reopens, and twice is harmless',
    async run(rig) {
      const { landed } = await open(rig);
      const before = filled(await rig.state());
      const closed = await close(rig, landed.id);
      expect(await undone(rig.port.writes.close, closed)).toEqual({});
      const reopened = await rig.state();
      expect(filled(reopened)).toEqual(before);
      expect((await held(rig, landed.id)).status).not.toBe('done');
      expect(await undone(rig.port.writes.close, closed)).toEqual({});
      expect(await rig.state()).toBe(reopened);
    },
  },
  {
    name: 'the undo of a closing leaves a ticket that people moved since, and says so',
    async run(rig) {
      const { landed } = await open(rig);
      const closed = await close(rig, landed.id);
      await rig.people.move(landed.id, 'in_progress');
      const start = await rig.state();
      expect((await undone(rig.port.writes.close, closed)).corrected).toContain('left as it is');
      expect(await rig.state()).toBe(start);
    },
  },
  {
    name: 'the undo of an opening comments and closes, deletes nothing, and twice is once',
    async run(rig) {
      const opened = await open(rig);
      expect((await undone(rig.port.writes.open, opened)).corrected).toContain('never deleted');
      const after = await held(rig, opened.landed.id);
      expect(after).toMatchObject({ status: 'done', title: OPENING.title });
      expect(after.comments).toHaveLength(1);
      const state = await rig.state();
      await undone(rig.port.writes.open, opened);
      expect(await rig.state()).toBe(state);
    },
  },
  {
    name: 'the undo of an opening leaves open what people have begun with, tells them, and says so',
    async run(rig) {
      const opened = await open(rig);
      await rig.people.move(opened.landed.id, 'in_progress');
      for (let times = 0; times < 2; times += 1) {
        expect((await undone(rig.port.writes.open, opened)).corrected).toContain('left open');
        const after = await held(rig, opened.landed.id);
        expect(after.status).toBe('in_progress');
        expect(after.comments).toHaveLength(1);
      }
    },
  },
  {
    name: 'the undo of an opening leaves alone what people have finished',
    async run(rig) {
      const opened = await open(rig);
      await rig.people.move(opened.landed.id, 'done');
      const start = await rig.state();
      expect((await undone(rig.port.writes.open, opened)).corrected).toContain('left as it is');
      expect(await rig.state()).toBe(start);
    },
  },
  {
    name: 'the undo of a comment takes it back in a second one, once',
    async run(rig) {
      const { landed } = await open(rig);
      const said = await say(rig, landed.id, 'It has landed.');
      const [first] = (await held(rig, landed.id)).comments;
      for (let times = 0; times < 2; times += 1) {
        expect((await undone(rig.port.writes.comment, said)).corrected).toBeDefined();
        const after = (await held(rig, landed.id)).comments;
        expect(after).toHaveLength(2);
        expect(after[0]).toBe(first);
        // Readers have to know which of the comments it is.
        expect(after[1]).toContain('It has landed.');
      }
    },
  },
  {
    name: 'changes are told of our tickets only, each once, oldest change first',
    async run(rig) {
      const ids: string[] = [];
      for (const key of ['one', 'two', 'three']) ids.push((await open(rig, key)).landed.id);
      await rig.people.open('A ticket of somebody else');
      const all = await untilChanged(rig, null, (found) => found.length >= 3);
      expect(all.map(({ id }) => id).sort()).toEqual([...ids].sort());
      const marks = all.map(({ modifiedAt }) => modifiedAt);
      expect(marks).toEqual([...marks].sort());
      // The first by id is the last to change.
      const [lowest] = [...ids].sort() as [string];
      await sleep(rig.tickMs);
      await rig.people.move(lowest, 'in_progress');
      const last = await untilChanged(rig, null, (found) =>
        found.some(({ id, status }) => id === lowest && status === 'in_progress'),
      );
      expect(last.at(-1)?.id).toBe(lowest);
      expect(last.map(({ id }) => id).sort()).toEqual([...ids].sort());
    },
  },
  {
    name: 'what changed a moment ago is left for later',
    needs: ['again'],
    friendly: true,
    async run(rig) {
      await open(rig);
      await untilChanged(rig, null, (found) => found.length > 0);
      const { tickets, next } = (await rig.again?.({ settleMs: 60_000 }).changedSince(null, call)) ?? {};
      expect([tickets, next]).toEqual([[], null]);
    },
  },
  {
    name: 'from a mark on nothing is missed, not even a change of the same instant, and nothing comes twice',
    async run(rig) {
      const opened: Written[] = [];
      for (const key of ['one', 'two', 'three']) opened.push(await open(rig, key));
      const all = await untilChanged(rig, null, (found) => found.length >= 3);
      for (const [at, mark] of all.entries())
        expect((await changed(rig, mark)).map(({ id }) => id)).toEqual(all.slice(at + 1).map(({ id }) => id));
      // The mark of a ticket that shares its instant with another, and stands before it.
      const [first] = all as [Ticket];
      const before = { modifiedAt: first.modifiedAt, id: '' };
      expect((await changed(rig, before)).map(({ id }) => id)).toContain(first.id);
      const last = all.at(-1) as Ticket;
      await rig.people.move(first.id, 'done');
      const later = await untilChanged(rig, last, (found) => found.length > 0);
      expect(later.map(({ id, status }) => ({ id, status }))).toEqual([{ id: first.id, status: 'done' }]);
    },
  },
  {
    name: 'where our account may not finish a ticket it is said so, and nothing is changed',
    needs: ['withoutWay'],
    friendly: true,
    async run(friendly) {
      const rig = (await friendly.withoutWay?.()) as TicketRig;
      try {
        const { landed } = await open(rig);
        const start = await rig.state();
        const fault = await faultOf(close(rig, landed.id));
        expect(fault).toMatchObject({ kind: 'rejected', certainlyNotLanded: true });
        expect(fault.message).toMatch(/by hand/);
        expect(await rig.state()).toBe(start);
      } finally {
        await rig.close();
      }
    },
  },
  {
    name: 'a ticket that cannot be read stops no other, and is told as such',
    needs: ['spoil'],
    friendly: true,
    async run(rig) {
      const spoilt = await rig.spoil?.();
      const { tickets, odd } = await rig.port.changedSince(null, call);
      expect(tickets.map(({ id }) => id)).toEqual([spoilt?.good]);
      expect(odd).toEqual([{ id: spoilt?.odd, message: expect.stringContaining(String(spoilt?.odd)) }]);
    },
  },
  {
    name: 'an error beside a result is no answer',
    needs: ['http'],
    friendly: true,
    async run(rig) {
      if (!rig.http?.partial) return;
      await open(rig);
      await rig.http.faultAny({ status: 200, body: rig.http.partial });
      expect((await faultOf(rig.port.writes.open.lookup(OPENING, 'k', call))).kind).toBe('unavailable');
    },
  },
  {
    name: 'where the vendor says yes to the closing and does nothing, it is said so',
    needs: ['inSilence'],
    friendly: true,
    async run(speaking) {
      const rig = (await speaking.inSilence?.()) as TicketRig;
      try {
        const { landed } = await open(rig);
        expect((await faultOf(close(rig, landed.id))).kind).toBe('rejected');
        expect((await ticket(rig, landed.id))?.status).toBe('open');
      } finally {
        await rig.close();
      }
    },
  },
  {
    name: 'a limit names a wait that can be waited, whatever the vendor says',
    needs: ['http', 'limits'],
    friendly: true,
    async run(rig) {
      const { landed } = await open(rig);
      const waits: (number | undefined)[] = [];
      for (const wait of ['7', '0', '-5', '', 'soon', '99999999', 'Wed, 21 Oct 2015 07:28:00 GMT']) {
        await rig.http?.faultAny({ status: 429, headers: { 'retry-after': wait }, body: '' });
        const fault = await faultOf(rig.port.ticket(landed.id, call));
        expect(fault).toMatchObject({ kind: 'rate_limited', certainlyNotLanded: true });
        expect(fault.retryAfterMs).toBeGreaterThan(0);
        waits.push(fault.retryAfterMs);
      }
      expect(waits[0]).toBe(7_000);
      expect(Math.max(...waits.map(Number))).toBeLessThanOrEqual(3_600_000);
    },
  },
  {
    name: 'every fault has its kind, and says what may have landed',
    needs: ['http'],
    friendly: true,
    async run(rig) {
      const html = '<html>maintenance</html>';
      const cases = [
        [401, 'auth', true],
        [403, 'auth', true],
        [404, 'not_found', true],
        [400, 'rejected', true],
        [500, 'unavailable', false],
        [503, 'unavailable', false],
        [200, 'unavailable', false],
        [201, 'unavailable', false],
      ] as const;
      for (const [status, kind, certainlyNotLanded] of cases) {
        const times = status === 401 && rig.http?.signsInAgain ? 2 : 1;
        await rig.http?.fault({ status, body: html, times });
        const fault = await faultOf(rig.port.writes.open.send(OPENING, `k${status}`, call));
        expect({ asked: status, ...pick(fault) }).toEqual({
          asked: status,
          kind,
          status,
          certainlyNotLanded,
        });
      }
      expect(await rig.held()).toEqual([]);
    },
  },
  {
    name: 'neither a secret nor the text of a vendor reaches a message',
    needs: ['http'],
    friendly: true,
    async run(rig) {
      const { secrets, fault } = rig.http as NonNullable<TicketRig['http']>;
      const thrown: VendorFault[] = [];
      for (const secret of secrets)
        for (const body of [
          secret,
          { errorMessages: [secret], errors: { [secret]: secret, summary: secret } },
          { error: { message: secret, detail: secret }, status: 'failure' },
        ])
          for (const status of [200, 400, 403, 500]) {
            await fault({ status, body });
            thrown.push(await faultOf(rig.port.writes.open.send(OPENING, 'k', call)));
          }
      const text = thrown.map((each) => `${each.stack} ${JSON.stringify(each)}`).join('\n');
      for (const secret of secrets) expect(text).not.toContain(secret);
    },
  },
  {
    name: 'a webhook names the ticket, and no body makes it do more',
    needs: ['events'],
    friendly: true,
    async run(rig) {
      const { port, events } = rig;
      expect(port.reported(events?.about('10017'))).toBe('10017');
      // What is none of the vendor's calls is refused: a webhook that is set up wrongly must not pass for a quiet one.
      for (const body of [null, 1, 'x', []])
        expect(() => port.reported(body)).toThrow(expect.objectContaining({ code: 'missing_id' }));
      for (const body of [
        events?.other,
        null,
        1,
        'x',
        [],
        {},
        { issue: [] },
        { id: {} },
        JSON.parse('{"__proto__":{"id":"1"}}'),
      ]) {
        try {
          expect(port.reported(body)).toBeNull();
        } catch (error) {
          if (!(error instanceof VendorFault)) throw error;
          expect(error.code).toBe('missing_id');
        }
      }
    },
  },
];

const pick = ({ kind, status, certainlyNotLanded }: VendorFault) => ({ kind, status, certainlyNotLanded });
