import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createNotify } from '../../../adapters/notify/index.ts';
import type { StaffPort } from '../../../adapters/ports/staff.ts';
import { createPrm } from '../../../adapters/prm/index.ts';
import { createStaff } from '../../../adapters/staff/index.ts';
import { STAFF_RULES, type StaffRig } from '../staff-contract.ts';
import { type Board, createBoard } from './board.ts';
import { MISTAKES } from './mistakes.ts';
import { badDay, mailRig, outboxRig, slackRig, slackWithMetadataRig, tasksRig } from './rig.ts';

/** Every channel. One that speaks to a vendor comes with the vendor's simulator. */
const CHANNELS: { name: string; open(): Promise<StaffRig> }[] = [
  { name: 'mail over smtp', open: () => mailRig() },
  { name: 'mail into the outbox', open: () => outboxRig() },
  { name: 'slack', open: () => slackRig() },
  { name: 'slack that shows metadata', open: () => slackWithMetadataRig() },
  {
    name: 'slack on a bad day',
    open: async () => badDay(await slackRig(undefined, { hostile: { seed: 11 } })),
  },
  { name: 'prm: tasks in Impartner', open: () => tasksRig() },
  {
    name: 'prm: tasks in Impartner on a bad day',
    open: async () => badDay(await tasksRig(undefined, { hostile: { seed: 5 } })),
  },
  { name: 'the board of these tests', open: async () => createBoard() },
];

const RULES = Object.entries(STAFF_RULES);

describe.each(CHANNELS)('$name', ({ open }) => {
  let rig: StaffRig;
  beforeEach(async () => {
    rig = await open();
  });
  afterEach(() => rig.close());

  test.each(RULES)('%s', (_, rule) => rule(rig));
});

type Tell = Partial<StaffPort['writes']['tell']>;
const telling = (board: Board, change: Tell) => Object.assign(board.port.writes.tell, change);

/** Channels that are wrong in one way each, and the rules that must find it. */
const WRONG: [what: string, spoil: (board: Board) => void, found: string[]][] = [
  [
    'falls back on another address',
    ({ port }) => Object.assign(port, { addressOf: () => 'U0123ABCD' }),
    ['finds its own address and no other'],
  ],
  [
    'leaves the facts out',
    ({ hanging, port }) => spoilText(hanging, port, (text) => text.replace(/^\w+: .*$/gm, '')),
    ['says all of a message, once'],
  ],
  [
    'leaves the command out',
    ({ hanging, port }) => spoilText(hanging, port, (text) => text.replace(/^In a terminal.*$/m, '')),
    ['says all of a message, once', 'leads nowhere where there is no page'],
  ],
  [
    'links a button that approves',
    (board) => {
      const { send } = board.port.writes.tell;
      telling(board, {
        async send(payload, key, call) {
          const landed = await send(payload, key, call);
          board.hanging.get(key)?.links.push('https://desk.example/approve?case=1');
          return landed;
        },
      });
    },
    ['leads to the confirmation page and nowhere else', 'leads nowhere where there is no page'],
  ],
  [
    'lets a name call everybody',
    (board) => {
      const { send } = board.port.writes.tell;
      telling(board, {
        async send(payload, key, call) {
          const landed = await send(payload, key, call);
          const shown = board.hanging.get(key);
          if (shown?.text.includes('<!channel>')) shown.mentions.push('channel');
          return landed;
        },
      });
    },
    ['shows what a partner typed as text: no link, no call, nothing left out'],
  ],
  [
    'never finds what it told',
    (board) => telling(board, { lookup: async () => 'absent' }),
    [
      'knows again what it has told',
      'a message whose answer was lost may have been told, and is not told twice',
    ],
  ],
  [
    'finds what it never told',
    (board) => telling(board, { lookup: async (_, key) => ({ id: key, created: true }) }),
    ['knows again what it has told'],
  ],
  [
    'tells a repeat twice',
    (board) => {
      let number = 0;
      const { send } = board.port.writes.tell;
      telling(board, {
        send(payload, key, call) {
          number += 1;
          return send(payload, `${key}#${number}`, call);
        },
      });
    },
    ['a message told again under its key stands there once, where it says that a repeat is harmless'],
  ],
  [
    'tells one message for two keys',
    (board) => {
      const { send } = board.port.writes.tell;
      telling(board, { send: (payload, _key, call) => send(payload, 'k/1', call) });
    },
    ['tells two keys apart'],
  ],
  [
    'adds to what was said instead of replacing it',
    ({ hanging, port }) => {
      const { send } = port.writes.update;
      port.writes.update.send = async (payload, key, call) => {
        const before = hanging.get(String(payload.told));
        const landed = await send(payload, key, call);
        if (before) hanging.set(`${payload.told}/old`, before);
        return landed;
      };
    },
    ['replaces what was said once it is decided'],
  ],
  [
    'leaves the way to the page open once it is decided',
    ({ hanging, port }) => {
      const { send } = port.writes.update;
      port.writes.update.send = async (payload, key, call) => {
        const links = hanging.get(String(payload.told))?.links ?? [];
        const landed = await send(payload, key, call);
        hanging.get(String(payload.told))?.links.push(...links);
        return landed;
      };
    },
    ['replaces what was said once it is decided'],
  ],
  [
    'takes nothing back and says nothing',
    (board) => telling(board, { undo: async () => ({}) }),
    ['takes a message back as far as the channel allows'],
  ],
  [
    'sends what is no message',
    (board) => {
      const { send } = board.port.writes.tell;
      const right = { title: 'x', lines: [], facts: [], next: { page: null, command: 'x' } };
      telling(board, {
        send: (payload, key, call) => send({ to: payload.to || 'x', message: right }, key, call),
      });
    },
    ['refuses what is no message, before anything is sent and without repeating it'],
  ],
  [
    'repeats what is wrong in its fault',
    (board) => {
      const { send } = board.port.writes.tell;
      telling(board, {
        send: (payload, key, call) =>
          send(payload, key, call).catch((fault) => {
            fault.message += JSON.stringify(payload);
            throw fault;
          }),
      });
    },
    ['refuses what is no message, before anything is sent and without repeating it'],
  ],
  [
    'throws what is no fault',
    (board) => {
      const { send } = board.port.writes.tell;
      telling(board, {
        send: (payload, key, call) =>
          send(payload, key, call).catch(() => {
            throw new Error('it did not work');
          }),
      });
    },
    [
      'refuses what is no message, before anything is sent and without repeating it',
      'says of a channel that is away, and of one that refuses, what may be tried again',
    ],
  ],
  [
    'says of a lost answer that nothing was told',
    (board) => {
      const { send } = board.port.writes.tell;
      telling(board, {
        send: (payload, key, call) =>
          send(payload, key, call).catch((fault) => {
            throw Object.assign(fault, { certainlyNotLanded: true });
          }),
      });
    },
    ['a message whose answer was lost may have been told, and is not told twice'],
  ],
];

function spoilText(hanging: Board['hanging'], port: Board['port'], spoil: (text: string) => string): void {
  const { send } = port.writes.tell;
  port.writes.tell.send = async (payload, key, call) => {
    const landed = await send(payload, key, call);
    const shown = hanging.get(key);
    if (shown) hanging.set(key, { ...shown, text: spoil(shown.text) });
    return landed;
  };
}

test.each(WRONG)('a channel that %s is found', async (_, spoil, found) => {
  for (const name of found) {
    const board = createBoard();
    spoil(board);
    await expect(STAFF_RULES[name]?.(board)).rejects.toThrow();
  }
});

test('every rule finds some wrong channel', () => {
  const finding = new Set([...WRONG.flatMap(([, , found]) => found), ...MISTAKES.map(({ found }) => found)]);
  expect(RULES.map(([name]) => name).filter((name) => !finding.has(name))).toEqual([]);
});

describe('the setting', () => {
  const over = { notify: createNotify('outbox', { folder: 'unused' }) };
  test('a channel that is not there is named with those that there are', () => {
    expect(() => createStaff(['mail', 'pigeon'], {}, over)).toThrow(
      /no staff channel pigeon; use one of: mail/,
    );
  });
  test('the PRM is a channel only where it keeps tasks', () => {
    const prm = createPrm('files', { folder: 'unused', out: 'unused' });
    expect(() => createStaff(['prm'], {}, { ...over, prm })).toThrow(/the PRM files keeps no tasks/);
  });
  test('settings for a channel that is not used are refused, and never printed', () => {
    expect(() => createStaff(['mail'], { pigeon: { token: 'sentinel' } }, over)).toThrow(/pigeon/);
    expect(() => createStaff(['mail'], { pigeon: { token: 'sentinel' } }, over)).not.toThrow(/sentinel/);
  });
});
