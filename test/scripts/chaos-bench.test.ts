import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { bookedBeside } from '../../scripts/bench/chaos/bookings.ts';
import { preparedInput } from '../../scripts/bench/chaos/input.ts';
import { withDescendants } from '../../scripts/bench/chaos/processes.ts';
import { elsewhere, lost } from '../../scripts/bench/chaos/standing.ts';
import { seeded } from '../../scripts/bench/random.ts';
import { requestLog } from '../../scripts/bench/request-log.ts';

test('with and without faults the same comes in, each registration and claim for a customer of its own', () => {
  const input = preparedInput(seeded(1), 200);
  expect(preparedInput(seeded(1), 200)).toEqual(input);
  expect(preparedInput(seeded(2), 200)).not.toEqual(input);
  expect(input.at(-1)?.lifecycle).toBe('deal');
  for (const lifecycle of ['deal', 'claim']) {
    const own = input.filter((one) => one.lifecycle === lifecycle);
    expect(new Set(own.map(({ body }) => body.customer_name)).size).toBe(own.length);
    expect(new Set(own.map((one) => one.case)).size).toBe(own.length);
  }
  const said = input.map(({ answer }) => answer?.action ?? null);
  expect(new Set(said)).toEqual(new Set(['approve', 'reject', 'override', 'rollback', null]));
  const quantities = input.flatMap(({ body }) =>
    Array.isArray(body.lines) ? [JSON.stringify(body.lines)] : [],
  );
  expect(new Set(quantities).size).toBe(60);
});

test('what is booked beside the bookings of a run without faults is doubled, and what is not booked is lost', () => {
  const expected = new Map([
    ['C-1', ['accrual 1 5 EUR']],
    ['C-2', ['accrual 1 7 EUR', 'undo 1 -7 EUR']],
  ]);
  const found = new Map([['C-1', ['accrual 1 5 EUR', 'accrual 1 5 EUR']]]);
  expect(bookedBeside(found, expected)).toEqual(['C-1: accrual 1 5 EUR']);
  expect(bookedBeside(expected, found)).toEqual(['C-2: accrual 1 7 EUR', 'C-2: undo 1 -7 EUR']);
  expect(bookedBeside(expected, expected)).toEqual([]);
});

test('a case that stands elsewhere is stuck, one that is nowhere is lost', () => {
  const expected = new Map([
    ['B-1', 'completed Approved'],
    ['B-2', 'waiting_for_decision'],
    ['B-3', 'completed Rejected'],
  ]);
  const found = new Map([
    ['B-1', 'completed Approved'],
    ['B-2', 'running'],
  ]);
  expect(elsewhere(found, expected)).toEqual([
    { id: 'B-2', stands: 'running', without: 'waiting_for_decision' },
  ]);
  expect(lost(found, expected)).toEqual(['B-3']);
  expect([...elsewhere(expected, expected), ...lost(expected, expected)]).toEqual([]);
});

test('a write counts when its vendor has done it, not when a fault has answered in its place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qd-requests-'));
  try {
    const write = { vendor: 'salesforce', at: '', method: 'PATCH', path: '/sobjects/Account/1', body: {} };
    const lines = [
      { ...write, status: 200, faulty: true },
      { ...write, status: 503 },
      { ...write, status: 201 },
    ];
    writeFileSync(join(folder, 'requests.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    expect(requestLog({ QUARTERDECK_SANDBOX: folder }).writes()).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

// Only Linux says who has started whom.
(existsSync('/proc/self/task') ? test : test.skip)(
  'a freeze reaches what a process has started',
  async () => {
    const child = spawn('sh', ['-c', 'sleep 30 & wait']);
    try {
      const end = Date.now() + 5_000;
      while (withDescendants(child.pid as number).length < 2 && Date.now() < end)
        await new Promise((done) => setTimeout(done, 20));
      expect(withDescendants(child.pid as number)).toHaveLength(2);
    } finally {
      for (const pid of withDescendants(child.pid as number).reverse()) process.kill(pid, 'SIGKILL');
    }
  },
);
