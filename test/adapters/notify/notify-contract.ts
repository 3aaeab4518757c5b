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
  /** The next notice: `lost` arrives and its answer is not heard, `refused` is refused for good. Absent: it cannot fail so. */
  fail?(how: 'lost' | 'refused'): Promise<void>;
  close(): Promise<void>;
}

export interface ReceivedNotice {
  to: string[];
  subject: string;
  text: string;
  /** Id of the message that it answers. */
  answers: string | null;
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
    expect(await rig.received()).toEqual([
      { to: [MESSAGE.to], subject: MESSAGE.subject, text: MESSAGE.text, answers: null },
    ]);
  },

  async 'names a message by its key, the same each time, and two keys differently'(rig) {
    const first = await sent(rig, 'k/1');
    const second = await sent(rig, 'k/2');
    expect(first.created).toBe(true);
    expect(second.id).not.toBe(first.id);
    expect((await rig.received()).length).toBe(2);
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
    expect(notice?.subject).toBe(MESSAGE.subject);
    expect(correction).toEqual({ to: [MESSAGE.to], ...PAYLOAD.correction, answers: landed.id });
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
    expect(await faultOf(send.send(PAYLOAD, 'k/2', call))).toMatchObject({
      kind: 'rejected',
      certainlyNotLanded: true,
    });
    expect((await rig.received()).length).toBe(1);
  },
};

const order = ({ answers }: ReceivedNotice) => (answers === null ? 0 : 1);

function sent({ port }: NotifyRig, key: string): Promise<Landed> {
  return port.writes.send.send(PAYLOAD, key, call);
}
