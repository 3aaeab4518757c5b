import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hardMails, judged, parseRight } from '../../scripts/bench/parse-right.ts';

describe('mails of the kinds that are read wrong in public', () => {
  test('are read right or left open, and not wrong, at one setting', async () => {
    const wrong: string[] = [];
    const seed = fc.readConfigureGlobal()?.seed ?? 1;
    const figures = await parseRight({
      ...{ set: undefined, rounds: 1, cases: 1, minutes: 1, chaos: 'none', seed: Math.abs(seed) },
      say: (line) => wrong.push(line),
    });
    expect(figures.map(({ name }) => name)).toEqual([
      'deals.parse_right.estimated_value',
      'deals.parse_wrong.estimated_value',
      'deals.parse_right.expected_close_date',
      'deals.parse_wrong.expected_close_date',
    ]);
    expect({ missed: figures.filter(({ holds }) => !holds), wrong }).toMatchObject({ missed: [] });
    for (const { sample } of figures) expect(sample?.n).toBe(4_000);
  });

  test('hold each kind, and none hides behind the others', () => {
    const kinds = new Map<string, { all: number; right: number }>();
    for (const { mail, field, verdict } of [...hardMails(4_711, 4_000)].flatMap(judged)) {
      const name = `${mail.kind}: ${field}`;
      const { all, right } = kinds.get(name) ?? { all: 0, right: 0 };
      kinds.set(name, { all: all + 1, right: right + (verdict === 'right' ? 1 : 0) });
    }
    expect(kinds.size).toBeGreaterThan(25);
    const low = [...kinds].filter(([, { all, right }]) => right / all < 0.9);
    expect(low).toEqual([]);
  });
});
