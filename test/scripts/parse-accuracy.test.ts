import { expect, test } from '@jest/globals';
import { parseAccuracy } from '../../scripts/bench/parse-accuracy.ts';

/** The aim of the bench, on the checked-in inbox and on one that nobody has looked at while reading was written. */
test.each([
  ['the checked-in channel', { set: 'sandbox/channel', seed: 1 }],
  ['a channel of another seed', { set: undefined, seed: 4_711 }],
])(
  'every field of the free texts of %s is read in 95 of 100',
  async (_name, which) => {
    const missed: string[] = [];
    const say = (line: string) => missed.push(line);
    const figures = await parseAccuracy({ ...which, rounds: 1, cases: 1, minutes: 1, chaos: 'none', say });
    expect(figures.map(({ name }) => name).sort()).toEqual([
      'deals.parse_accuracy.customer_name',
      'deals.parse_accuracy.estimated_value',
      'deals.parse_accuracy.expected_close_date',
      'deals.parse_accuracy.opportunity_name',
      'deals.parse_accuracy.partner_notes',
      'deals.parse_accuracy.primary_contact_email',
    ]);
    expect({ missing: figures.filter(({ holds }) => !holds), missed }).toMatchObject({ missing: [] });
  },
  120_000,
);
