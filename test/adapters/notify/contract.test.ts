import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readNotice } from '../../../adapters/notify/mail.ts';
import { VendorFault } from '../../../adapters/ports/call.ts';
import type { Write } from '../../../adapters/ports/write.ts';
import { MISTAKES } from './mistakes.ts';
import { NOTIFY_RULES, type NotifyRig, type ReceivedNotice } from './notify-contract.ts';
import { outboxRig, smtpRig } from './rig.ts';

/** Every notifier. One that speaks to a vendor comes with the vendor's simulator. */
const NOTIFIERS: { name: string; open(): Promise<NotifyRig> }[] = [
  { name: 'smtp', open: smtpRig },
  { name: 'outbox', open: outboxRig },
  { name: 'the postbox of these tests', open: async () => createPostbox() },
];

interface Postbox extends NotifyRig {
  send: Write;
  mails: Map<string, ReceivedNotice>;
}

/** A notifier that does everything right, in memory. */
function createPostbox(): Postbox {
  const mails = new Map<string, ReceivedNotice>();
  let failing: 'lost' | 'refused' | 'later' | null = null;
  const idOf = (key: string) => `<${key}@postbox>`;
  const send: Write = {
    repeat: 'upsert',
    searchLagMs: 0,
    movesMoney: false,
    before: async () => null,
    async send(payload, key) {
      const { to, subject, text, html = null, inReplyTo = null } = readNotice('postbox', payload).message;
      const how = failing;
      failing = null;
      const mail = { id: idOf(key), to: [to], subject, text, html, answers: inReplyTo, automatic: true };
      if (how === null || how === 'lost') mails.set(key, mail);
      const kind = how === 'refused' ? 'rejected' : 'unavailable';
      if (how)
        throw new VendorFault({ vendor: 'postbox', kind, message: how, certainlyNotLanded: how !== 'lost' });
      return { id: idOf(key), created: true };
    },
    lookup: async (_payload, key) => (mails.has(key) ? { id: idOf(key), created: true } : 'absent'),
    async undo({ payload, key, landed }) {
      const { message, correction } = readNotice('postbox', payload);
      const id = idOf(`${key}/undo`);
      const more = { id, to: [message.to], html: null, answers: landed.id, automatic: true };
      if (correction) mails.set(`${key}/undo`, { ...correction, ...more });
      return { corrected: 'It may have been read; a correction follows.' };
    },
  };
  return {
    send,
    mails,
    port: { vendor: 'postbox', writes: { send } },
    received: async () => [...mails.values()],
    async fail(how) {
      failing = how;
    },
    close: async () => undefined,
  };
}

const RULES = Object.entries(NOTIFY_RULES);

describe.each(NOTIFIERS)('$name', ({ open }) => {
  let rig: NotifyRig;
  beforeEach(async () => {
    rig = await open();
  });
  afterEach(() => rig.close());

  test.each(RULES)('%s', (_, rule) => rule(rig));
});

const ONCE = 'delivers a notice once, whole, to its one recipient';
const NAMED = 'names a message by its key, the same each time, and two keys differently';
const AGAIN = 'knows again what it has sent, or says that it cannot';
const UNDONE = 'answers a notice by its correction when it is undone, and says that it may have been read';
const ADDRESS = 'refuses what is not exactly one address, and names the field only';
const HEADER = 'lets no line break in a subject add a header';
const LOST =
  'says of a notice whose answer was lost that it may have arrived, and of a refused one that it has not';

/** Notifiers that are wrong in one way each, and the rule that must find it. */
const WRONG: [what: string, spoil: (box: Postbox) => void, found: string][] = [
  [
    'cuts a text at its first empty line',
    (box) => spoilText(box, (text) => text.split('\n\n')[0] as string),
    ONCE,
  ],
  [
    'sends a copy to somebody else',
    (box) => after(box, (key) => box.mails.get(key)?.to.push('boss@x.example')),
    ONCE,
  ],
  ['sends every notice twice', (box) => after(box, (key) => copy(box, key, `${key}/copy`)), ONCE],
  [
    'names every message alike',
    ({ send }) => {
      const right = send.send;
      send.send = async (...args) => ({ ...(await right(...args)), id: '<always@postbox>' });
    },
    NAMED,
  ],
  [
    'never finds what it has sent',
    ({ send }) => Object.assign(send, { lookup: async () => 'absent' }),
    AGAIN,
  ],
  [
    'finds what it never sent',
    ({ send }) => Object.assign(send, { lookup: async () => ({ id: 'x', created: true }) }),
    AGAIN,
  ],
  ['undoes nothing and says nothing', ({ send }) => Object.assign(send, { undo: async () => ({}) }), UNDONE],
  [
    'corrects in a thread of its own',
    ({ send }) => {
      const right = send.undo;
      send.undo = (args, call) => right({ ...args, landed: { id: '<other>', created: true } }, call);
    },
    UNDONE,
  ],
  [
    'sends to whatever it is given',
    ({ send, mails }) => {
      send.send = async (payload, key) => {
        const { to, subject, text } = payload.message as Record<string, string>;
        const said = { to: [String(to)], subject: String(subject), text: String(text) };
        mails.set(key, { id: key, ...said, html: null, answers: null, automatic: true });
        return { id: key, created: true };
      };
    },
    ADDRESS,
  ],
  [
    'repeats a wrong address in its fault',
    ({ send }) => {
      const right = send.send;
      send.send = (payload, key, call) =>
        right(payload, key, call).catch((fault) => {
          fault.message += JSON.stringify(payload);
          throw fault;
        });
    },
    ADDRESS,
  ],
  [
    'writes a subject into the header as it is',
    (box) =>
      after(box, (key) => {
        const mail = box.mails.get(key);
        const bcc = /\r\nBcc: (\S+)/.exec(mail?.subject ?? '')?.[1];
        if (bcc) mail?.to.push(bcc);
      }),
    HEADER,
  ],
  [
    'takes a lost answer for a refusal',
    ({ send }) => {
      const right = send.send;
      send.send = (payload, key, call) =>
        right(payload, key, call).catch((fault) => {
          throw Object.assign(fault, { certainlyNotLanded: true });
        });
    },
    LOST,
  ],
];

function after({ send }: Postbox, work: (key: string) => void): void {
  const right = send.send;
  send.send = async (payload, key, call) => {
    const landed = await right(payload, key, call);
    work(key);
    return landed;
  };
}

function copy({ mails }: Postbox, from: string, to: string): void {
  const mail = mails.get(from);
  if (mail) mails.set(to, mail);
}

function spoilText(box: Postbox, spoil: (text: string) => string): void {
  after(box, (key) => {
    const mail = box.mails.get(key);
    if (mail) mail.text = spoil(mail.text);
  });
}

test.each(WRONG)('a notifier that %s is found', async (_, spoil, found) => {
  const box = createPostbox();
  spoil(box);
  await expect(NOTIFY_RULES[found]?.(box)).rejects.toThrow();
});

test('every rule finds some wrong notifier', () => {
  const finding = new Set([...WRONG.map(([, , found]) => found), ...MISTAKES.map(({ found }) => found)]);
  expect(RULES.map(([name]) => name).filter((name) => !finding.has(name))).toEqual([]);
});
