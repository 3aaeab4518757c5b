import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { seeded } from '../../scripts/bench/random.ts';
import { SEEN, UNSEEN } from '../../scripts/bench/restatements.ts';

const NAMES = [
  'Müller & Söhne Maschinenbau GmbH',
  'Hydro One Inc.',
  'International Gull Services Ltd.',
  'Bernstein Optik AG',
  'Medico Graphics Ltd.',
];

test('what restates names knows nothing of how the product reads them', () => {
  expect(readFileSync('scripts/bench/restatements.ts', 'utf8')).not.toMatch(
    /from '[^']*(domain|adapters|activities)\//,
  );
});

test.each([...SEEN, ...UNSEEN].map((each) => [each.kind, each] as const))(
  '%s',
  (_kind, { restate, source }) => {
    const made = NAMES.map((name) => restate(name, seeded(4)));
    expect(made.some((name) => name !== null)).toBe(true);
    for (const [i, name] of made.entries())
      expect(name === null || (name !== NAMES[i] && name.trim() !== '')).toBe(true);
    expect(source).not.toBe('');
    expect(NAMES.map((name) => restate(name, seeded(4)))).toEqual(made);
  },
);
