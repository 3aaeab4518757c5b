import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { rolloutPolicySchema } from '../../contracts/policy-rollout.ts';
import { isLifecycle, LIFECYCLE_NAMES, LIFECYCLES } from '../../domain/lifecycles.ts';
import { rolloutPolicy } from '../../installation/policy.ts';

test('each lifecycle is run by a workflow that the bundle exports, and no two by the same', () => {
  const entry = readFileSync(new URL('../../workflows/index.ts', import.meta.url), 'utf8');
  const exported = [...entry.matchAll(/export \{ (\w+) \}/g)].map(([, name]) => name);
  const workflows = LIFECYCLES.map((lifecycle) => LIFECYCLE_NAMES[lifecycle].workflow);
  expect(exported).toEqual(expect.arrayContaining(workflows));
  expect(new Set(workflows).size).toBe(LIFECYCLES.length);
});

test('what is no lifecycle is not taken for one', () => {
  expect(LIFECYCLES.every(isLifecycle)).toBe(true);
  for (const other of ['deals', 'reversal', 'Deal', '', 'toString']) expect(isLifecycle(other)).toBe(false);
});

test('a rollout that names no lifecycle is refused when the policy is read', () => {
  const rules = { minimum: 1, days: 1, promoteAt: 0.9, demoteBelow: 0.8 };
  const policy = (lifecycle: string) => ({
    schemaVersion: 1,
    rules,
    sample: { by: 'p-sam', segments: { [lifecycle]: { '*/*/*': 'shadow' } } },
  });
  expect(rolloutPolicySchema.safeParse(policy('deal')).success).toBe(true);
  expect(rolloutPolicySchema.safeParse(policy('deals')).success).toBe(false);
});

test('a rollout of 0.2.0, which names no samples, has the usual ones', () => {
  const { rules } = rolloutPolicy('policy');
  const { minimum, days, promoteAt, demoteBelow } = rules;
  const before = {
    schemaVersion: 1,
    rules: { minimum, days, promoteAt, demoteBelow },
    sample: { by: 'p-sam', segments: {} },
  };
  expect(rolloutPolicySchema.parse(before).rules).toEqual(rules);
});
