import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hardMails, judged, parseRight, partnerMails } from '../../scripts/bench/parse-right.ts';

describe('mails of the kinds that are read wrong in public', () => {
  test('are read right or left open, and not wrong, at one setting', async () => {
    const wrong: string[] = [];
    const seed = fc.readConfigureGlobal()?.seed ?? 1;
    const figures = await parseRight({
      ...{ set: undefined, rounds: 1, cases: 1, minutes: 1, chaos: 'none', seed: Math.abs(seed) },
      say: (line) => wrong.push(line),
    });
    const fields = [
      ...['customer_name', 'opportunity_name', 'estimated_value'],
      ...['expected_close_date', 'primary_contact_email', 'partner_notes'],
    ];
    expect(figures.map(({ name }) => name)).toEqual(
      fields.flatMap((field) => [`deals.parse_right.${field}`, `deals.parse_wrong.${field}`]),
    );
    expect({ missed: figures.filter(({ holds }) => !holds), wrong }).toMatchObject({ missed: [] });
    for (const { sample } of figures) expect(sample?.n).toBe(8_000);
  });

  test('hold each kind, and none hides behind the others', () => {
    const kinds = new Map<string, { all: number; right: number }>();
    const mails = [...hardMails(4_711, 4_000), ...partnerMails(4_711, 4_000)];
    for (const { mail, field, verdict } of mails.flatMap(judged)) {
      const name = `${mail.kind}: ${field}`;
      const { all, right } = kinds.get(name) ?? { all: 0, right: 0 };
      kinds.set(name, { all: all + 1, right: right + (verdict === 'right' ? 1 : 0) });
    }
    expect(kinds.size).toBeGreaterThan(25);
    // A name without a legal form that begins a sentence is left to a person.
    const low = [...kinds].filter(
      ([name, { all, right }]) => right / all < (name === 'partner en 8: customer_name' ? 0.5 : 0.9),
    );
    expect(low).toEqual([]);
  });
});
