import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { FOLDER_SETTINGS, folderSettings } from '../../server/folder-settings.ts';

test('settings that are a link, a pipe or huge are said to be unreadable, and hold up nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'qd-settings-'));
  const path = join(folder, FOLDER_SETTINGS);
  const stated = async () => (await folderSettings(folder))('acme-1.csv');
  const elsewhere = join(folder, 'elsewhere');
  writeFileSync(elsewhere, '"*.csv": { currency: EUR }');
  const unreadable = { fault: { code: 'settings_unreadable' } };
  expect(await stated()).toEqual({ stated: {} });
  const plantings = [
    () => symlinkSync(elsewhere, path),
    () => execFileSync('mkfifo', [path]),
    () => writeFileSync(path, `# ${'x'.repeat(300_000)}\n`),
  ];
  for (const plant of plantings) {
    plant();
    expect(await stated()).toMatchObject(unreadable);
    rmSync(path);
  }
  writeFileSync(path, '"acme-*.csv": { currency: CHF }\n"*.csv": { currency: EUR, dates: day_first }\n');
  expect(await stated()).toEqual({ stated: { currency: 'CHF', dates: 'day_first' } });
});
