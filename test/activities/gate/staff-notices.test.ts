import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import {
  type EndedQuestion,
  type StaffNotice,
  staffActivities,
} from '../../../activities/gate/staff-notices.ts';
import { createNotify } from '../../../adapters/notify/index.ts';
import { VendorFault } from '../../../adapters/ports/call.ts';
import { mailStaff } from '../../../adapters/staff/mail.ts';
import { updateCase } from '../../../adapters/store/cases.ts';
import { transact } from '../../../adapters/store/pool.ts';
import { type Board, createBoard } from '../../adapters/staff/board.ts';
import { gateFixture, QUESTION } from './gate-fixture.ts';

type Fixture = Awaited<ReturnType<typeof gateFixture>>;
let fixture: Fixture;
let folder: string;
let board: Board;
let staff: ReturnType<typeof staffActivities>;
let id: string;

beforeAll(async () => {
  fixture = await gateFixture();
});
afterAll(() => fixture?.store.close());

/** A board first, then the mail; a case with an open question to p-ana. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'staff-mail-'));
  board = createBoard();
  const mail = mailStaff(createNotify('outbox', { folder }));
  staff = staffActivities({ ...fixture.deps, ports: { staff: [board.port, mail] } });
  id = await fixture.newCase();
  await transact(fixture.store, (tx) => updateCase(tx, id, { title: 'Bright\nwater', amountUsd: '1200.00' }));
  await fixture.activities.openGate({ case: id, step: `open/${id}`, question: QUESTION, previous: null });
});
afterEach(() => rmSync(folder, { recursive: true }));

const notice = (change: Partial<StaffNotice> = {}): StaffNotice => ({
  case: id,
  round: 1,
  occasion: 'opened',
  at: '2026-07-13T08:00:00.000Z',
  to: 'p-ana',
  reasons: QUESTION.reasons,
  dueAt: '2026-07-13T14:00:00.000Z',
  ...change,
});
const reminded = (hour: number) => notice({ occasion: 'remind', at: `2026-07-13T${hour}:00:00.000Z` });
const sayEnded = (end: EndedQuestion, attempt = 1): Promise<void> =>
  new MockActivityEnvironment({ attempt }).run(staff.endStaffNotices, end);
const mails = () => readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
const onBoard = () => [...board.hanging.values()].map(({ text }) => text);
const failed = async () =>
  (await fixture.audit(id))
    .filter(({ action }) => action === 'gate.notice_failed')
    .map(({ channel, code }) => `${channel} ${code}`);
const problem = async () => (await fixture.row(id))?.openProblem;
const away = () =>
  new VendorFault({ vendor: 'board', kind: 'unavailable', message: 'is away', certainlyNotLanded: true });
const failing = (fault: () => Error) => {
  board.port.writes.tell.send = () => Promise.reject(fault());
};

describe('a person', () => {
  test('is told once over their first channel, with what they have to know and how they go on', async () => {
    expect(await staff.tellStaff(notice())).toEqual({ over: 'board' });
    expect(await staff.tellStaff(notice())).toEqual({ over: 'board' });
    expect([onBoard(), mails()]).toEqual([[expect.any(String)], []]);
    expect(onBoard()[0]).toContain('Bright water waits for your decision\nThe domain is known');
    expect(onBoard()[0]).toContain('Amount: USD 1,200\nDue: Mon 13 Jul 16:00 CEST');
    expect(onBoard()[0]).toContain(`quarterdeck reviews show ${id}`);
  });

  test('who has not answered is told over the next channel, and after the last over the first again', async () => {
    const told = [notice(), reminded(10), reminded(12), reminded(13)].map(
      (each) => () => staff.tellStaff(each),
    );
    const over: string[] = [];
    for (const tell of told) over.push((await tell()).over);
    expect(over).toEqual(['board', 'mail', 'board', 'mail']);
  });

  test('to whom it is escalated begins with their own first channel', async () => {
    await staff.tellStaff(notice());
    expect(await staff.tellStaff(notice({ occasion: 'escalate', to: 'p-olga' }))).toEqual({ over: 'board' });
  });

  test('is told over the next channel at once when one refuses the message, and the case says so', async () => {
    await board.fail?.('refused');
    expect(await staff.tellStaff(notice())).toEqual({ over: 'mail' });
    expect([onBoard(), mails().length]).toEqual([[], 1]);
    expect(await failed()).toEqual(['board rejected']);
  });

  test('is told over the next channel when one stays away', async () => {
    failing(away);
    await expect(staff.tellStaff(notice())).rejects.toMatchObject({
      type: 'VendorUnavailable',
      nonRetryable: false,
    });
    await expect(staff.tellStaff(notice())).rejects.toMatchObject({ type: 'VendorUnavailable' });
    expect(mails()).toEqual([]);
    expect(await staff.tellStaff(notice())).toEqual({ over: 'mail' });
    expect(mails()).toHaveLength(1);
  });

  test('is not told twice when the answer was lost: the message is looked up', async () => {
    await board.fail?.('lost');
    await expect(staff.tellStaff(notice())).rejects.toMatchObject({ type: 'VendorUnavailable' });
    expect(await staff.tellStaff(notice())).toEqual({ over: 'board' });
    expect([onBoard().length, mails()]).toEqual([1, []]);
  });

  test('is not told twice when the look-up after a lost answer is refused', async () => {
    let sent = 0;
    const { send } = board.port.writes.tell;
    board.port.writes.tell.send = (...args) => {
      sent += 1;
      return send(...args);
    };
    await board.fail?.('lost');
    await expect(staff.tellStaff(notice())).rejects.toMatchObject({ type: 'VendorUnavailable' });
    const { lookup } = board.port.writes.tell;
    board.port.writes.tell.lookup = () =>
      Promise.reject(
        new VendorFault({
          vendor: 'board',
          kind: 'rate_limited',
          message: 'HTTP 429',
          certainlyNotLanded: true,
        }),
      );
    await expect(staff.tellStaff(notice())).rejects.toMatchObject({ type: 'VendorUnavailable' });
    board.port.writes.tell.lookup = lookup;
    expect(await staff.tellStaff(notice())).toEqual({ over: 'board' });
    expect([sent, onBoard().length, mails()]).toEqual([1, 1, []]);
  });

  test('is not told twice by a worker that died while it told', async () => {
    const { send } = board.port.writes.tell;
    board.port.writes.tell.send = async (...args) => {
      await send(...args);
      throw new Error('the process is gone');
    };
    await expect(staff.tellStaff(notice())).rejects.toThrow('the process is gone');
    board.port.writes.tell.send = send;
    // Another worker waits for the lease of the one that may still be at it.
    await expect(staff.tellStaff(notice())).rejects.toMatchObject({ type: 'VendorUnavailable' });
    await fixture.store.pool.query(
      "update staff_notices set lease_until = now() - interval '1 s' where case_id = $1",
      [id],
    );
    expect(await staff.tellStaff(notice())).toEqual({ over: 'board' });
    expect([onBoard().length, mails()]).toEqual([1, []]);
  });

  test('may have been told by a mail that cannot be proved: it is not sent again', async () => {
    const mail = mailStaff(createNotify('outbox', { folder }));
    const lost = new VendorFault({ vendor: 'smtp', kind: 'unavailable', message: 'the answer was lost' });
    const once = {
      ...mail.writes.tell,
      repeat: 'at_most_once' as const,
      lookup: async () => 'unknown' as const,
    };
    let sent = 0;
    const send = () => {
      sent += 1;
      return Promise.reject(lost);
    };
    const alone = {
      ...mail,
      writes: { update: null, tell: { ...once, send } },
    };
    const { tellStaff } = staffActivities({ ...fixture.deps, ports: { staff: [alone] } });
    for (const _ of [1, 2, 3])
      await expect(tellStaff(notice())).rejects.toMatchObject({
        type: 'StaffUnreached',
        nonRetryable: false,
      });
    expect([sent, await failed()]).toEqual([1, ['mail in_doubt', 'mail in_doubt', 'mail in_doubt']]);
  });

  test('whom nothing reaches is a problem of the case until something does', async () => {
    board.port.addressOf = () => null;
    const { tellStaff } = staffActivities({ ...fixture.deps, ports: { staff: [board.port] } });
    await expect(tellStaff(notice())).rejects.toMatchObject({ type: 'StaffUnreached', nonRetryable: false });
    await expect(tellStaff(notice())).rejects.toThrow('policy/people.yaml');
    expect(await problem()).toBe('staff_unreached');
    expect(await staff.tellStaff(notice())).toEqual({ over: 'mail' });
    expect(await problem()).toBe('none');
  });

  test('is no problem of a case whose question was closed meanwhile', async () => {
    failing(
      () => new VendorFault({ vendor: 'board', kind: 'auth', message: 'no', certainlyNotLanded: true }),
    );
    const { tellStaff } = staffActivities({ ...fixture.deps, ports: { staff: [board.port] } });
    await transact(fixture.store, (tx) => updateCase(tx, id, { gate: null }));
    await expect(tellStaff(notice())).rejects.toMatchObject({ type: 'StaffUnreached' });
    expect(await problem()).toBe('none');
  });
});

describe('when it is decided', () => {
  const ended = (change = {}) => ({
    case: id,
    round: 1,
    outcome: 'approved' as const,
    by: 'p-olga',
    at: '2026-07-13T10:30:00.000Z',
    but: null,
    ...change,
  });

  test('every message that can be changed says by whom, and asks for nothing any more', async () => {
    await staff.tellStaff(notice());
    await staff.tellStaff(reminded(10));
    await staff.tellStaff(reminded(12));
    await sayEnded(ended());
    expect([onBoard().length, mails().length]).toEqual([2, 1]);
    for (const text of onBoard()) {
      expect(text).toContain('Bright water was approved by Olga Brandt\nNothing is left for you to do.');
      expect(text).not.toContain('reviews show');
    }
    const before = onBoard();
    board.port.writes.update.send = () => Promise.reject(away());
    await sayEnded(ended({ outcome: 'rejected' }));
    expect(onBoard()).toEqual(before);
  });

  test('one that could not be changed is tried again, one that is gone is left', async () => {
    await staff.tellStaff(notice());
    await staff.tellStaff(notice({ to: 'p-olga', occasion: 'escalate' }));
    const { send } = board.port.writes.update;
    let calls = 0;
    board.port.writes.update.send = (payload, key, call) => {
      calls += 1;
      return calls === 1 ? Promise.reject(away()) : send(payload, key, call);
    };
    await expect(sayEnded(ended())).rejects.toMatchObject({ type: 'VendorUnavailable' });
    board.port.writes.update.send = () =>
      Promise.reject(new VendorFault({ vendor: 'board', kind: 'not_found', message: 'it was deleted' }));
    await sayEnded(ended());
    expect(await failed()).toEqual(['board not_found']);
    await sayEnded(ended());
    expect(calls).toBe(2);
  });

  test('one that was changed, and only the answer lost, is not changed again', async () => {
    await staff.tellStaff(notice());
    const { send } = board.port.writes.update;
    let calls = 0;
    board.port.writes.update.send = (payload, key, call) => {
      calls += 1;
      return send(payload, key, call);
    };
    await board.fail?.('lost');
    await expect(sayEnded(ended())).rejects.toMatchObject({ type: 'VendorUnavailable' });
    await sayEnded(ended(), 2);
    expect(calls).toBe(1);
    expect(onBoard()).toEqual([expect.stringContaining('was approved by Olga Brandt')]);
  });

  test('but what may say another end says this one', async () => {
    await staff.tellStaff(notice());
    const { send } = board.port.writes.update;
    const keys = new Set<string>();
    board.port.writes.update.send = (payload, key, call) => {
      keys.add(key);
      return send(payload, key, call);
    };
    await board.fail?.('lost');
    await expect(sayEnded(ended({ outcome: 'reassigned', but: 'p-olga' }))).rejects.toThrow();
    await sayEnded(ended(), 2);
    expect(onBoard()).toEqual([expect.stringContaining('was approved by Olga Brandt')]);
    // By its key a channel tells which end a message says.
    expect(keys.size).toBe(2);
  });

  test('what was told of the next round meanwhile goes on', async () => {
    await staff.tellStaff(notice());
    await staff.tellStaff(notice({ round: 2, at: '2026-07-13T10:30:00.000Z', to: 'p-olga' }));
    await sayEnded(ended({ outcome: 'amended', by: null }));
    expect(onBoard().map((text) => text.split('\n')[0])).toEqual([
      'Bright water has changed and is looked at again',
      'Bright water waits for your decision',
    ]);
  });

  test('handed to another person, only what the first was told says so', async () => {
    await staff.tellStaff(notice());
    await staff.tellStaff(notice({ to: 'p-olga', occasion: 'reassigned' }));
    await sayEnded(ended({ outcome: 'reassigned', by: 'p-ana', but: 'p-olga' }));
    expect(onBoard().map((text) => text.split('\n')[0])).toEqual([
      'Bright water was handed to somebody else by Ana Ruiz',
      'Bright water was handed to you and waits for your decision',
    ]);
  });

  test('a message whose answer was lost is found, and says so too', async () => {
    await board.fail?.('lost');
    await expect(staff.tellStaff(notice())).rejects.toThrow();
    await sayEnded(ended());
    expect(onBoard()).toEqual([expect.stringContaining('was approved')]);
  });
});
