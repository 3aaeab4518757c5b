import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type ActivityDeps, createActivities } from '../../activities/index.ts';
import { mergeActivities } from '../../activities/kit/merge-activities.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Nothing is called: only names are looked at. */
const deps = { ports: { prm: { deals: null }, crm: { writes: {} }, notify: { writes: {} } } };
const registered = Object.keys(createActivities(deps as unknown as ActivityDeps)).sort();

test('the names of activities only grow: histories and open cases ask for every one of them', () => {
  const listed = readFileSync(join(ROOT, 'activities/names.txt'), 'utf8').trim().split('\n');
  expect(registered).toEqual(listed);
});

test('every activity that a recorded history has called is still there', () => {
  const folder = join(ROOT, 'test/histories');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((one) =>
    one.endsWith('.json'),
  );
  const called = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/"activityType":\s*\{\s*"name":\s*"([^"]+)"/g)].map(
      ([, name]) => name as string,
    ),
  );
  expect(called.length).toBeGreaterThan(20);
  expect(registered).toEqual(expect.arrayContaining([...new Set(called)]));
});

test('two activities of one name are refused when the worker starts', () => {
  const one = async () => 1;
  expect(() => mergeActivities({ read: one }, { write: one }, { read: one })).toThrow(
    'two activities are called read',
  );
  expect(Object.keys(mergeActivities({ read: one }, { write: one }))).toEqual(['read', 'write']);
});
