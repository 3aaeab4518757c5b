import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { cached } from '../../installation/cached.ts';
import { policyFile } from '../../installation/policy-file.ts';

let folder: string;
const cache = process.env.XDG_CACHE_HOME;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qd-kept-'));
  process.env.XDG_CACHE_HOME = join(folder, 'cache');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  if (cache === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = cache;
});

/** How often the work was done in three calls. */
function timesDone(place: string, answer: unknown): number {
  let times = 0;
  for (let call = 0; call < 3; call += 1) {
    const got = cached(place, 'one', () => {
      times += 1;
      return answer;
    });
    expect(got).toEqual(answer);
  }
  return times;
}

test('work is done once where its answer can be kept, else each time', () => {
  expect(timesDone(join(folder, 'json'), { days: ['2026-12-25'], none: null })).toBe(1);
  expect(timesDone(join(folder, 'no json'), { from: new Date(0) })).toBe(3);
  expect(timesDone('/dev/null/closed', 'anything')).toBe(3);
});

test('a broken file in the cache is no answer', () => {
  const place = join(folder, 'broken');
  expect(timesDone(place, 7)).toBe(1);
  writeFileSync(join(place, 'one.json'), '{');
  expect(timesDone(place, 8)).toBe(1);
});

test('a policy file that was changed is read anew, and one text once', () => {
  const file = join(folder, 'one.yaml');
  const read = (text: string) => {
    writeFileSync(file, text);
    return policyFile(folder, 'one.yaml', z.strictObject({ hours: z.number() }));
  };
  expect(read('hours: 8 # a day')).toEqual({ hours: 8 });
  expect(read('hours: 9')).toEqual({ hours: 9 });
  expect(read('hours: 8 # a day')).toEqual({ hours: 8 });
  const versions = join(folder, 'cache/quarterdeck/yaml');
  expect(readdirSync(join(versions, readdirSync(versions)[0] ?? ''))).toHaveLength(2);
  expect(() => read('hours: [')).toThrow();
  expect(() => read('days: 1')).toThrow(`${file} is wrong:`);
});
