import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

test('the model that ships is what the script learns, to the byte', () => {
  const folder = mkdtempSync(join(tmpdir(), 'qd-learn-'));
  try {
    const out = join(folder, 'match.yaml');
    execFileSync(process.execPath, [join(ROOT, 'scripts/learn-match.ts'), '--out', out], { stdio: 'pipe' });
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(join(ROOT, 'policy/match.yaml'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);
