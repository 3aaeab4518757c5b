import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventReaders } from '../../adapters/intake/events.ts';
import type { Truth } from '../../sandbox/channel/generator/truth.ts';
import { describeInstallation } from '../environment/describe-installation.ts';
import { inUsd } from '../environment/in-usd.ts';
import { ownNamespace } from '../environment/servers.ts';
import { keyOf, missesOf, type Outcome, runInbox } from './sample-run.ts';

/**
 * The whole inbox of the sample channel through real Temporal, Postgres and simulated vendors, against the truth that the generator
 * worked out by itself. What differs is listed here with the reason, or it is a defect.
 */
const TRUTH = JSON.parse(readFileSync('sandbox/channel/truth.json', 'utf8')) as Truth[];

/** Reviewed differences: kind of case, and why the product may see it otherwise. */
const EXPLAINED: Record<string, string> = {};

let outcomes: Map<string, Outcome>;

// The sample's ids are other files' ids, too.
const here = describeInstallation({ open: ownNamespace });
beforeAll(async () => {
  const { store, vault, taskQueue, deps } = here;
  outcomes = await runInbox(here, {
    ...{ store, vault, taskQueue, client: here.env.client, now: deps.now, formatOf: inUsd },
    events: eventReaders({ prm: 'impartner', crm: 'salesforce' }),
    deliverWithinMs: 20_000,
  });
}, 300_000);

describe('the outcome is the truth', () => {
  test.each(TRUTH.map((truth) => [keyOf(truth.file, truth.row), truth.kind, truth] as const))(
    '%s %s',
    (key, kind, truth) => {
      const got = outcomes.get(key);
      const misses = missesOf(truth, got);
      if (kind in EXPLAINED) expect(misses).not.toEqual([]);
      else
        expect({ misses, why: truth.why, rules: got?.rules }).toEqual({
          misses: [],
          why: truth.why,
          rules: got?.rules,
        });
    },
  );
});

test('nothing is received that the truth does not know, and nothing is left under way', async () => {
  const known = new Set(TRUTH.map((truth) => keyOf(truth.file, truth.row)));
  expect([...outcomes.keys()].filter((key) => !known.has(key))).toEqual([]);
});

test('what was read from free text, or tries to give orders, is never approved', () => {
  const read = TRUTH.filter(({ fields, kind }) => fields !== null || kind === 'hostile.notes_instruction');
  expect(read.length).toBeGreaterThan(20);
  for (const truth of read) expect(outcomes.get(keyOf(truth.file, truth.row))?.ends).not.toBe('Approved');
});
