import { describe, expect, test } from '@jest/globals';
import { readDeal } from '../../../../adapters/intake/deal/read-deal.ts';

const NOW = new Date('2026-11-20T12:00:00Z');

function read(more: object) {
  const deal = {
    deal_id: 'D-1',
    source_partner_id: '7001',
    customer_name: 'Rheinwerk',
    currency: 'EUR',
    ...more,
  };
  const reading = readDeal(deal, 'structured', NOW);
  if (!reading.ok) throw new Error(JSON.stringify(reading));
  const { submission, problems } = reading.deal;
  return { ...submission, problems: problems.map(({ code }) => code) };
}

describe('budget and timeline in fields of their own', () => {
  test.each(['2027', '2027-Q1', '2027-03', '2027-03-15'])('are kept: %s', (timeline) => {
    expect(read({ budget: ' Approved ', timeline })).toMatchObject({
      budget: 'approved',
      timeline,
      problems: [],
    });
  });

  test('in other words are dropped, and a person is told', () => {
    const seen = read({ budget: 'Jane says it is fine', timeline: 'soon' });
    expect(seen.problems).toEqual(['budget_unread', 'timeline_unread']);
    expect(JSON.stringify(seen)).not.toContain('Jane');
  });

  test('not stated leave no trace, so that a submission of before is the same', () => {
    expect(Object.keys(read({ budget: null, timeline: ' ' }))).not.toContain('budget');
  });
});

describe('an activity paid from market development funds', () => {
  const stated = {
    mdf_claim: 'MDF-7',
    mdf_campaign: 'Autumn fair',
    mdf_date: '2026-11-01',
    mdf_amount: '4000.00',
  };

  test('is read with its date and amount, in the currency of the deal', () => {
    expect(read(stated).mdf).toEqual({
      claim: 'MDF-7',
      campaign: 'Autumn fair',
      date: '2026-11-01',
      amount: { amount: '4000.00', currency: 'EUR' },
    });
  });

  test.each([{ mdf_date: 'in autumn' }, { mdf_amount: '4,000' }, { mdf_amount: '-1' }])(
    'with %p is for a person, and refuses nothing',
    (wrong) => {
      expect(read({ ...stated, ...wrong }).problems).toEqual(['mdf_unread']);
    },
  );

  test('without its claim is none', () => {
    expect(read({ ...stated, mdf_claim: null })).not.toHaveProperty('mdf');
  });
});
