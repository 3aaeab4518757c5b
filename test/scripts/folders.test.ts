import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { folderTrouble } from '../../scripts/setup/folders.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qd-folders-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const need = (name: string, bytes = 0, variable?: string) => ({
  folder: join(folder, name),
  what: 'its state',
  bytes,
  ...(variable ? { variable } : {}),
});

describe('folderTrouble', () => {
  it('has nothing to say of folders that are there or can be made, and leaves nothing in them', () => {
    mkdirSync(join(folder, 'there'));
    expect(folderTrouble([need('there', 1), need('not/yet/there', 1)])).toBeUndefined();
    expect(readdirSync(folder)).toEqual(['there']);
    expect(readdirSync(join(folder, 'there'))).toEqual([]);
  });

  it.each([
    ['a file', (path: string) => writeFileSync(path, ''), 'not a folder'],
    [
      'a link that leads nowhere',
      (path: string) => symlinkSync('/nowhere/at/all', path),
      'nothing can be made there',
    ],
  ])('names %s that stands in the place of a folder', (_, make, reason) => {
    make(join(folder, 'state'));
    expect(folderTrouble([need('state', 0, 'QUARTERDECK_STATE')])).toBe(
      `Quarterdeck cannot write to ${folder}/state (its state: ${reason}): open it for this user, or set QUARTERDECK_STATE ` +
        'to a folder elsewhere.',
    );
  });

  (process.getuid?.() === 0 ? it.skip : it)('names a folder that this user may not write to', () => {
    chmodSync(folder, 0o500);
    expect(folderTrouble([need('new')])).toContain(`${folder}/new (its state: permission denied)`);
  });

  it('adds up what one file system must hold, and says how much is free', () => {
    const bytes = 1e18;
    expect(folderTrouble([need('one', bytes, 'ONE'), need('two', bytes, 'TWO'), need('three')])).toMatch(
      /^2000000000\.0 GB of disk are needed on the file system of .* and [\d.]+ [GM]B are free \(1000000000\.0 GB for its state in .*one, .* in .*two\): free some space, or set ONE and TWO to folders elsewhere\.$/,
    );
  });
});
