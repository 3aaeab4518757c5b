import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { SAMPLE_PARTS } from '../../scripts/sample-parts.ts';
import { missingParts } from '../../scripts/setup/sample-once.ts';

let state: string;
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'qd-sample-'));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

const missing = () => missingParts(state).map(({ id }) => id);
const all = SAMPLE_PARTS.map(({ id }) => id);
const mark = (marker: unknown) => writeFileSync(join(state, 'sample-done.json'), JSON.stringify(marker));

it('is all missing in a new state folder', () => {
  expect(missing()).toEqual(all);
});

it('lacks what is not marked, in the order of the register, and ignores parts that it does not know', () => {
  mark({ day: '2026-11-27', parts: { first: '2026-11-27T10:00:00Z', retired: '2026-11-27T10:00:00Z' } });
  expect(missing()).toEqual(all.slice(1));
});

it('takes the marker of 0.2.0 for all parts that there were then', () => {
  mark({ doneAt: '2026-11-20T10:00:00Z' });
  expect(missing()).toEqual(all.filter((id) => id !== 'first' && id !== 'deals'));
});
