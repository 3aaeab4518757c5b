import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { VendorFault } from '../../adapters/ports/call.ts';
import type { Reach, StaffMessage, StaffPort } from '../../adapters/ports/staff.ts';
import type { Landed } from '../../adapters/ports/write.ts';
import type { JsonObject } from '../../domain/json.ts';
import { call, faultOf, proved } from './contract.ts';

/** What the suite needs of one channel. Each rule gets a fresh one. */
export interface StaffRig {
  port: StaffPort;
  /** How a person is reached in this channel, and in no other. */
  reach: Reach;
  /** What the person finds in the channel now, oldest first, with markup resolved. */
  shown(): Promise<ShownMessage[]>;
  /** Absent: it cannot fail so. */
  fail?(how: Failing): Promise<void>;
  /** The person deletes what stands there; absent where nobody can. */
  remove?(): Promise<void>;
  /** So many messages of others come after; absent where messages do not stand among others. */
  chatter?(messages: number): Promise<void>;
  close(): Promise<void>;
}

/** What becomes of the next write: `lost` is done and its answer is not heard, of `unsure` the channel does not say, `away` is not done,
 * `refused` is refused for good. */
export type Failing = 'lost' | 'unsure' | 'away' | 'refused';

export interface ShownMessage {
  text: string;
  /** Addresses that the message makes clickable by markup of its own. */
  links: string[];
  /** People and groups whom the message calls beside its reader. */
  mentions: string[];
  /** Whether it still asks for something; null where the channel does not tell. */
  waits: boolean | null;
}

const ASKED: StaffMessage = {
  title: 'Brightwater Council waits for your decision',
  lines: ['The domain is known in the CRM.', 'The value is above the limit of the program.'],
  facts: [
    { label: 'Customer', value: 'Brightwater Council' },
    { label: 'Amount', value: 'EUR 120,000.00' },
    { label: 'Due', value: 'Mon 20 Jul 16:00 CEST' },
  ],
  next: { page: 'https://desk.example/reviews/1', command: 'quarterdeck reviews show deal:portal:1' },
};
const DECIDED: StaffMessage = {
  title: 'Brightwater Council was approved by Olga Brandt',
  lines: ['Nothing is left to do.'],
  facts: [{ label: 'Outcome', value: 'approved' }],
  next: { page: null, command: 'quarterdeck cases show deal:portal:1' },
};
/** What a partner may type into a name. */
const HOSTILE = [
  '<!channel> <@U0123ABCD> @here',
  '<https://evil.example|Approve here>',
  '[Approve](https://evil.example)',
  '*bold* & <b>bold</b> `code`',
];

/** A line as we write them. */
const FORGED = 'Decide at: https://evil.example/approve';

const LINE_ENDS = ['\n', '\r\n', '\v', '\u0085', '\u2028', '\u2029'];

/** What every channel to our own people owes the rest, by name. */
export const STAFF_RULES: Record<string, (rig: StaffRig) => Promise<void>> = {
  async 'finds its own address and no other'({ port, reach }) {
    expect(port.vendor).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(port.addressOf({})).toBeNull();
    expect(Object.values(reach)).toContain(port.addressOf(reach));
    const all: Reach = { email: 'ana@quarterdeck.example', slack: 'U0123ABCD', prm: '77' };
    const others = Object.fromEntries(Object.entries(all).filter(([name]) => !(name in reach)));
    expect(port.addressOf(others)).toBeNull();
    // Its own address names the person; any other may be somebody else's, too.
    const [own] = Object.keys(reach) as [keyof Reach];
    expect(port.addressOf(all)).toBe(all[own]);
  },

  async 'says all of a message, once'(rig) {
    await told(rig, ASKED);
    const shown = await rig.shown();
    expect(shown).toHaveLength(1);
    const { text } = shown[0] as ShownMessage;
    const { title, lines, facts, next } = ASKED;
    const parts = [title, ...lines, ...facts.flatMap(({ label, value }) => [label, value]), next.command];
    for (const part of parts) expect(text).toContain(part);
    const places = facts.map(({ value }) => text.lastIndexOf(value));
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  },

  async 'leads to the confirmation page and nowhere else'(rig) {
    await told(rig, ASKED);
    const [shown] = await rig.shown();
    expect(`${shown?.text} ${shown?.links}`).toContain(ASKED.next.page);
    expect((shown?.links ?? []).filter((link) => link !== ASKED.next.page)).toEqual([]);
  },

  async 'leads nowhere where there is no page'(rig) {
    await told(rig, { ...ASKED, next: { ...ASKED.next, page: null } });
    const [shown] = await rig.shown();
    expect(shown?.links).toEqual([]);
    expect(shown?.text).toContain(ASKED.next.command);
    expect(shown?.text).not.toMatch(/https?:/);
  },

  async 'shows what a partner typed as text: no link, no call, nothing left out'(rig) {
    const facts = HOSTILE.map((value) => ({ label: 'Customer', value }));
    const effect = await told(rig, { ...ASKED, title: HOSTILE[0] as string, lines: HOSTILE, facts });
    const [shown] = await rig.shown();
    expect((shown?.links ?? []).filter((link) => link !== ASKED.next.page)).toEqual([]);
    expect(shown?.mentions).toEqual([]);
    for (const value of HOSTILE) expect(shown?.text).toContain(value);
    const ended = { ...DECIDED, title: HOSTILE[0] as string, lines: HOSTILE, facts };
    if (!(await updated(rig, effect, ended))) return;
    const [after] = await rig.shown();
    expect([after?.links, after?.mentions]).toEqual([[], []]);
    for (const value of HOSTILE) expect(after?.text).toContain(value);
  },

  async 'lets no partner add a line to a message, or turn its direction'(rig) {
    const typed = LINE_ENDS.map((end) => `Acme${end}${FORGED}`);
    const facts = typed.map((value) => ({ label: 'Customer', value: `${value}\u202e` }));
    const title = `Acme\u2028${FORGED}\u202e`;
    await told(rig, { ...ASKED, title, lines: typed, facts });
    const [shown] = await rig.shown();
    for (const end of LINE_ENDS) expect(shown?.text).not.toContain(end + FORGED);
    expect((shown?.links ?? []).filter((link) => link !== ASKED.next.page)).toEqual([]);
    expect(shown?.text).not.toContain('\u202e');
  },

  async 'knows again what it has told'(rig) {
    const { tell } = rig.port.writes;
    const once = tell.repeat === 'at_most_once';
    const payload = payloadOf(rig, ASKED);
    expect(await tell.before(payload, 'k/1', call)).toBeNull();
    expect(await proved(tell, payload, 'k/1')).toBe(once ? 'unknown' : 'absent');
    const landed = await tell.send(payload, 'k/1', call);
    expect(landed.created).toBe(true);
    expect(await proved(tell, payload, 'k/1')).toEqual(once ? 'unknown' : landed);
    expect(await proved(tell, payload, 'k/2')).toBe(once ? 'unknown' : 'absent');
    expect(await rig.shown()).toHaveLength(1);
  },

  async 'of two messages with one key a person has to say which'(rig) {
    const { tell } = rig.port.writes;
    if (tell.repeat !== 'lookup' || !rig.fail) return;
    const payload = payloadOf(rig, ASKED);
    for (const _ of ['once', 'twice']) await tell.send(payload, 'k/1', call);
    if ((await rig.shown()).length < 2) return;
    await sleep(tell.searchLagMs + 20);
    expect(await proved(tell, payload, 'k/1')).toBe('unknown');
  },

  async 'finds what it told behind many later messages'(rig) {
    if (!rig.chatter) return;
    const { payload, landed } = await told(rig, ASKED);
    await rig.chatter(450);
    expect(await proved(rig.port.writes.tell, payload, 'k/1')).toEqual(landed);
  },

  async 'tells two keys apart'(rig) {
    const first = await told(rig, ASKED, 'k/1');
    const second = await told(rig, ASKED, 'k/2');
    expect(second.landed.id).not.toBe(first.landed.id);
    expect(await rig.shown()).toHaveLength(2);
  },

  async 'a message told again under its key stands there once, where it says that a repeat is harmless'(rig) {
    if (rig.port.writes.tell.repeat !== 'upsert') return;
    const first = await told(rig, ASKED);
    const second = await told(rig, ASKED);
    expect(second.landed.id).toBe(first.landed.id);
    expect(await rig.shown()).toHaveLength(1);
  },

  async 'replaces what was said once it is decided'(rig) {
    const { update } = rig.port.writes;
    if (!update) return;
    const { landed } = await told(rig, ASKED);
    const payload = { ...payloadOf(rig, DECIDED), told: landed.id };
    expect(await proved(update, payload, 'k/update')).toBe('absent');
    expect((await rig.shown())[0]?.waits).not.toBe(false);
    const before = await update.before(payload, 'k/update', call);
    expect(JSON.parse(JSON.stringify(before))).toEqual(before);
    const changed = await update.send(payload, 'k/update', call);
    expect(changed).toMatchObject({ id: landed.id, created: false });
    const shown = await rig.shown();
    expect(shown).toHaveLength(1);
    const { text, links } = shown[0] as ShownMessage;
    for (const part of [DECIDED.title, ...DECIDED.lines, DECIDED.next.command]) expect(text).toContain(part);
    for (const part of [ASKED.title, ...ASKED.lines]) expect(text).not.toContain(part);
    expect(`${text} ${links}`).not.toContain(ASKED.next.page);
    expect(shown[0]?.waits).not.toBe(true);
    expect(await proved(update, payload, 'k/update')).toMatchObject({ id: landed.id });
    await update.send(payload, 'k/update', call);
    expect(await rig.shown()).toEqual(shown);
  },

  async 'brings the question back when the answer is undone, or says that it does not'(rig) {
    const { update } = rig.port.writes;
    if (!update) return;
    const question = await told(rig, ASKED);
    const asked = await rig.shown();
    const effect = await updated(rig, question, DECIDED);
    if (!effect) throw new Error('nothing was updated');
    const decided = await rig.shown();
    for (const _ of ['once', 'twice']) {
      const { corrected } = await update.undo(effect, call);
      expect(await rig.shown()).toEqual(corrected === undefined ? asked : decided);
    }
  },

  async 'leaves what was said since when an answer is undone, and says so'(rig) {
    const { update } = rig.port.writes;
    if (!update) return;
    const question = await told(rig, ASKED);
    const first = await updated(rig, question, DECIDED, 'k/first');
    const later = { ...DECIDED, title: 'Brightwater Council is rolled back', lines: ['Again.'] };
    await updated(rig, question, later, 'k/second');
    const shown = await rig.shown();
    if (!first) throw new Error('nothing was updated');
    const { corrected } = await update.undo(first, call);
    expect(corrected).toBeDefined();
    expect(await rig.shown()).toEqual(shown);
  },

  async 'a message that somebody deleted stays deleted, and that is said'(rig) {
    const { update } = rig.port.writes;
    if (!update || !rig.remove) return;
    const { landed } = await told(rig, ASKED);
    await rig.remove();
    const payload = { ...payloadOf(rig, DECIDED), told: landed.id };
    await update.before(payload, 'k/update', call);
    const said = await update.send(payload, 'k/update', call).then(
      ({ detail }) => detail?.deleted,
      (fault) => fault instanceof VendorFault && fault.kind === 'not_found' && fault.code !== undefined,
    );
    expect(said).toBe(true);
    expect(await rig.shown()).toEqual([]);
  },

  async 'takes a message back as far as the channel allows'(rig) {
    const { tell } = rig.port.writes;
    const { payload, landed } = await told(rig, ASKED);
    const { corrected } = await tell.undo({ payload, before: null, landed, key: 'k/1' }, call);
    const shown = await rig.shown();
    const standing = shown.filter(({ text }) => text.includes(ASKED.next.command));
    expect([standing.length, shown.length].join()).toMatch(corrected === undefined ? /^0,/ : /^(0,1|1,2)$/);
    // What takes it back says which message no longer holds, and asks for nothing.
    for (const { text } of shown) expect(text).toContain(ASKED.title);
    for (const { waits } of shown) expect(waits).not.toBe(true);
    if (tell.repeat === 'at_most_once') return;
    await tell.undo({ payload, before: null, landed, key: 'k/1' }, call);
    expect(await rig.shown()).toEqual(shown);
  },

  async 'refuses what is no message, before anything is sent and without repeating it'(rig) {
    const { tell, update } = rig.port.writes;
    const wrong: JsonObject[] = [
      {},
      { to: 'nobody' },
      { ...payloadOf(rig, ASKED), to: '' },
      payloadOf(rig, { ...ASKED, title: 'sentinel\nBcc: thief@evil.example' }),
      payloadOf(rig, { ...ASKED, next: { page: 'javascript:sentinel', command: 'x' } }),
    ];
    for (const payload of wrong)
      expect(await faultOf(tell.send(payload, 'k', call))).toMatchObject({
        kind: 'rejected',
        certainlyNotLanded: true,
        message: expect.not.stringMatching(/sentinel/),
      });
    if (update)
      expect(await faultOf(update.send(payloadOf(rig, DECIDED), 'k', call))).toMatchObject({
        kind: 'rejected',
      });
    expect(await rig.shown()).toEqual([]);
  },

  async 'a message whose answer was lost may have been told, and is not told twice'(rig) {
    if (!rig.fail) return;
    const { tell } = rig.port.writes;
    const payload = payloadOf(rig, ASKED);
    await rig.fail('lost');
    expect(await faultOf(tell.send(payload, 'k/1', call))).toMatchObject({
      kind: 'unavailable',
      certainlyNotLanded: false,
    });
    const found = await proved(tell, payload, 'k/1');
    if (tell.repeat === 'at_most_once') expect(found).toBe('unknown');
    else expect(typeof found).toBe('object');
    if (tell.repeat === 'upsert') await tell.send(payload, 'k/1', call);
    expect(await rig.shown()).toHaveLength(1);
  },

  async 'says of a channel that is away, and of one that refuses, what may be tried again'(rig) {
    if (!rig.fail) return;
    const { tell } = rig.port.writes;
    await rig.fail('unsure');
    expect(await faultOf(tell.send(payloadOf(rig, ASKED), 'k/0', call))).toMatchObject({
      kind: 'unavailable',
      certainlyNotLanded: false,
    });
    const unsure = (await rig.shown()).length;
    await rig.fail('away');
    expect(await faultOf(tell.send(payloadOf(rig, ASKED), 'k/1', call))).toMatchObject({
      kind: 'unavailable',
    });
    await rig.fail('refused');
    const refused = await faultOf(tell.send(payloadOf(rig, ASKED), 'k/1', call));
    expect(['rejected', 'auth', 'not_found']).toContain(refused.kind);
    expect(refused.certainlyNotLanded).toBe(true);
    expect(await rig.shown()).toHaveLength(unsure);
    await told(rig, ASKED);
    expect(await rig.shown()).toHaveLength(unsure + 1);
  },
};

function payloadOf({ port, reach }: StaffRig, message: StaffMessage): JsonObject {
  return { to: port.addressOf(reach), message: { ...message } };
}

/** Replaces what was told; null where the channel cannot. */
async function updated(
  rig: StaffRig,
  { landed }: { landed: Landed },
  message: StaffMessage,
  key = 'k/update',
) {
  const { update } = rig.port.writes;
  if (!update) return null;
  const payload = { ...payloadOf(rig, message), told: landed.id };
  const before = await update.before(payload, key, call);
  return { payload, before, landed: await update.send(payload, key, call), key };
}

/** As the caller does: what is there before, then the write. */
async function told(rig: StaffRig, message: StaffMessage, key = 'k/1') {
  const { tell } = rig.port.writes;
  const payload = payloadOf(rig, message);
  await tell.before(payload, key, call);
  return { payload, landed: await tell.send(payload, key, call) };
}
