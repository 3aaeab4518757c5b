import { expect } from '@jest/globals';
import type { NotifyPort } from '../../../adapters/ports/notify.ts';
import type { Landed } from '../../../adapters/ports/write.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { call, faultOf } from '../contract.ts';

/** What the suite needs of one notifier. Each rule gets a fresh one. */
export interface NotifyRig {
  port: NotifyPort;
  /** What partners have received, oldest first. */
  received(): Promise<ReceivedNotice[]>;
  /**
   * The next notice: `lost` arrives and its answer is not heard, `refused` is refused for good, `later` for the moment. Absent: it
   * cannot fail so.
   */
  fail?(how: 'lost' | 'refused' | 'later'): Promise<void>;
  close(): Promise<void>;
}

export interface ReceivedNotice {
  id: string;
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  /** Id of the message that it answers. */
  answers: string | null;
  /** Whether it says so itself, so that no holiday reply answers it. */
  automatic: boolean;
}

const MESSAGE = {
  to: 'jane@partner.example',
  subject: 'Registrierung erhalten – «Größe»',
  text: 'Zeile eins\n\n.Punkt am Zeilenanfang\nEnde ✓',
};
const PAYLOAD = {
  message: MESSAGE,
  partnerId: 'P-1',
  kind: 'received',
  correction: { subject: 'Berichtigung', text: 'Bitte nicht beachten.' },
};
const withMessage = (change: JsonObject): JsonObject => ({ ...PAYLOAD, message: { ...MESSAGE, ...change } });

/** What every notifier to partners owes the rest, by name. */
export const NOTIFY_RULES: Record<string, (rig: NotifyRig) => Promise<void>> = {
  async 'delivers a notice once, whole, to its one recipient'(rig) {
    await sent(rig, 'k/1');
    expect(await rig.received()).toMatchObject([
      { to: [MESSAGE.to], subject: MESSAGE.subject, text: MESSAGE.text, html: null, answers: null },
    ]);
  },

  async 'brings both parts of a message, in the thread of the one that it answers'(rig) {
    const more = { html: '<p>Zeile <b>eins</b></p>', inReplyTo: '<question@partner.example>' };
    const { id } = await rig.port.writes.send.send(withMessage(more), 'k/1', call);
    expect(await rig.received()).toMatchObject([
      { id, text: MESSAGE.text, html: more.html, answers: more.inReplyTo },
    ]);
  },

  async 'says that it is automatic, the correction, too'(rig) {
    const landed = await sent(rig, 'k/1');
    await rig.port.writes.send.undo({ payload: PAYLOAD, before: null, landed, key: 'k/1' }, call);
    expect((await rig.received()).map(({ automatic }) => automatic)).toEqual([true, true]);
  },

  async 'names a message by its key, the same each time, and two keys differently'(rig) {
    const first = await sent(rig, 'k/1');
    expect(first.created).toBe(true);
    // What differs only in what a file name or a header cannot hold is another key all the same.
    const long = 'k'.repeat(200);
    const ids = [first.id];
    for (const key of ['k/2', 'k_1', 'K/1', 'k 1', `${long}1`, `${long}2`])
      ids.push((await sent(rig, key)).id);
    expect(new Set(ids).size).toBe(ids.length);
    expect((await rig.received()).map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    const { send } = rig.port.writes;
    if (send.repeat !== 'at_most_once') expect((await send.send(PAYLOAD, 'k/1', call)).id).toBe(first.id);
  },

  async 'knows again what it has sent, or says that it cannot'(rig) {
    const { send } = rig.port.writes;
    const once = send.repeat === 'at_most_once';
    expect(await send.before(PAYLOAD, 'k/1', call)).toBeNull();
    expect(await send.lookup(PAYLOAD, 'k/1', call)).toBe(once ? 'unknown' : 'absent');
    const landed = await sent(rig, 'k/1');
    expect(await send.lookup(PAYLOAD, 'k/1', call)).toEqual(once ? 'unknown' : landed);
    expect(await send.lookup(PAYLOAD, 'k/2', call)).toBe(once ? 'unknown' : 'absent');
    expect((await rig.received()).length).toBe(1);
  },

  async 'answers a notice by its correction when it is undone, and says that it may have been read'(rig) {
    const landed = await sent(rig, 'k/1');
    const undone = await rig.port.writes.send.undo(
      { payload: PAYLOAD, before: null, landed, key: 'k/1' },
      call,
    );
    expect(undone.corrected).toMatch(/correction/);
    const [notice, correction, ...more] = (await rig.received()).sort((a, b) => order(a) - order(b));
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ id: landed.id, subject: MESSAGE.subject });
    expect(correction).toMatchObject({ to: [MESSAGE.to], ...PAYLOAD.correction, answers: landed.id });
    // A mail program throws a second message of one id away as a copy.
    expect(correction?.id).not.toBe(landed.id);
  },

  async 'corrects once, however often it is undone, or so that a copy is known for one'(rig) {
    const landed = await sent(rig, 'k/1');
    for (const _ of ['once', 'twice'])
      await rig.port.writes.send.undo({ payload: PAYLOAD, before: null, landed, key: 'k/1' }, call);
    const corrections = (await rig.received()).filter(({ id }) => id !== landed.id);
    expect(new Set(corrections.map(({ id }) => id)).size).toBe(1);
    if (rig.port.writes.send.repeat !== 'at_most_once') expect(corrections).toHaveLength(1);
  },

  async 'refuses what is not exactly one address, and names the field only'(rig) {
    for (const to of ['a@x.example, b@y.example', 'a@x.example\r\nBcc: b@y.example', 'sentinel', ''])
      expect(await faultOf(rig.port.writes.send.send(withMessage({ to }), 'k/1', call))).toMatchObject({
        kind: 'rejected',
        certainlyNotLanded: true,
        message: expect.not.stringMatching(/sentinel|@/),
      });
    expect(await rig.received()).toEqual([]);
  },

  async 'lets no line break in a subject add a header'(rig) {
    const subject = 'Hello\r\nBcc: thief@evil.example\r\n\r\nbody';
    await rig.port.writes.send.send(withMessage({ subject }), 'k/1', call);
    const [notice] = await rig.received();
    expect([notice?.to, notice?.text]).toEqual([[MESSAGE.to], MESSAGE.text]);
  },

  async 'says of a notice whose answer was lost that it may have arrived, and of a refused one that it has not'(
    rig,
  ) {
    if (!rig.fail) return;
    const { send } = rig.port.writes;
    await rig.fail('lost');
    expect(await faultOf(send.send(PAYLOAD, 'k/1', call))).toMatchObject({
      kind: 'unavailable',
      certainlyNotLanded: false,
    });
    await rig.fail('refused');
    const refused = await faultOf(send.send(PAYLOAD, 'k/2', call));
    expect(refused).toMatchObject({ kind: 'rejected', certainlyNotLanded: true });
    // Servers quote the address.
    expect(`${refused.stack} ${JSON.stringify(refused)}`).not.toContain(MESSAGE.to);
    await rig.fail('later');
    expect(await faultOf(send.send(PAYLOAD, 'k/3', call))).toMatchObject({
      kind: 'unavailable',
      certainlyNotLanded: true,
    });
    expect((await rig.received()).length).toBe(1);
  },
};

const order = ({ answers }: ReceivedNotice) => (answers === null ? 0 : 1);

function sent({ port }: NotifyRig, key: string): Promise<Landed> {
  return port.writes.send.send(PAYLOAD, key, call);
}
