import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { workflowBundle } from '../environment/servers.ts';

/**
 * Cases that are open today go on with tomorrow's code: each recorded history must replay with it. A path that changes needs
 * `patched()`; a new one is recorded with `node scripts/record-histories.ts`.
 */
const FOLDER = join(import.meta.dirname, '../histories');
const recorded = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .sort();

interface Recorded {
  workflowId: string;
  history: { events: Record<string, unknown>[] };
}
const read = (name: string) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Recorded;
const replay = ({ workflowId, history }: Recorded) =>
  Worker.runReplayHistory({ workflowBundle: workflowBundle() }, history, workflowId);

/** Every payload in it, decoded. */
function texts(value: unknown): string[] {
  if (value === null || typeof value !== 'object') return typeof value === 'string' ? [value] : [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'data' && typeof inner === 'string' ? [Buffer.from(inner, 'base64').toString()] : texts(inner),
  );
}

test('every path of every workflow has been recorded', () => {
  expect(recorded.map((name) => name.replace(/^.*\//, '').replace('.json', ''))).toEqual(
    expect.arrayContaining([
      'audit-checkpoint',
      'batch-resumed',
      'batch-rows',
      'claim-approved',
      'claim-automatic',
      'claim-blind-partly-approved',
      'claim-granted-elsewhere',
      'claim-incomplete',
      'claim-overridden',
      'claim-partner-asked',
      'claim-program-corrected',
      'claim-rejected',
      'claim-rejected-by-rule',
      'claim-rolled-back',
      'claim-rolled-back-waiting',
      'claim-shadow',
      'claim-waited-for-budget',
      'deal-appealed',
      'deal-approved',
      'deal-automatic',
      'deal-conflict-rejected',
      'deal-effect-retried',
      'deal-effect-rolled-back',
      'deal-incomplete',
      'deal-overridden',
      'deal-partner-asked',
      'deal-rejected',
      'deal-rolled-back',
      'deal-shadow',
      'deal-shadow-watched',
      'intake-dead-letter',
      'intake-mail',
      'intake-record',
      'intake-rows',
      'match-mirror',
      'protection-expired',
      'protection-extended',
      'protection-released',
      'retention',
      'reversal',
    ]),
  );
});

describe.each(recorded)('%s', (name) => {
  test('replays with the code as it is', () => replay(read(name)));

  test('holds no personal data', () => {
    // The ids of our own messages are no addresses of people.
    const all = texts(read(name))
      .join('\n')
      .replace(/<[0-9a-f]{32}@quarterdeck\.example>/g, '');
    expect(all).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]{2,}/i);
    expect(all).not.toContain('Budget confirmed');
  });
});

test('a history that the code would not have written does not replay', async () => {
  const one = read(recorded.find((name) => name.includes('deal-rolled-back')) ?? '');
  const text = JSON.stringify(one.history).replaceAll('"name":"undoEffect"', '"name":"guessEffect"');
  expect(text).toContain('guessEffect');
  const changed = JSON.parse(text) as Recorded['history'];
  await expect(replay({ ...one, history: changed })).rejects.toThrow(/determinis/i);
});
