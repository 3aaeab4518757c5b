import { expect, test } from '@jest/globals';
import { splitFindings } from '../../../../domain/claim/checks/split.ts';
import { facts, past, pastLinesOf, type Stated } from './made.ts';

const NO_RATES = { rates: [], day: '2026-10-20' };
const PROGRAM = { automaticUpToUsd: '1000', caps: [], currency: 'USD' };

function found(own: Stated, others: Stated[]) {
  const claim = facts(own);
  const lines = others.flatMap((other, at) =>
    pastLinesOf(claim, facts({ case: `claim:files:P_${at}`, ...other })),
  );
  return splitFindings(past(claim, lines), PROGRAM, NO_RATES).map(({ rule, value }) => `${rule} ${value}`);
}

test('parts of one order, each below the ceiling, together above it', () => {
  expect(
    found({ usd: '600.00' }, [{ usd: '500.00', lines: [{ soldOn: '2026-10-10', sku: 'EP-STD' }] }]),
  ).toEqual(['claim.split USD 1100.00']);
  const three = [{ usd: '400.00' }, { usd: '350.00', lines: [{ soldOn: '2026-10-14' }] }];
  expect(found({ usd: '300.00' }, three)).toEqual(['claim.split USD 1050.00']);
});

test('of one deal, whatever the customer is called', () => {
  const claim = facts({ usd: '600.00' });
  const other = facts({ case: 'claim:files:P', usd: '600.00', customer: 'Another Name Ltd' });
  const lines = pastLinesOf(claim, other, { shares: ['deal'] });
  expect(splitFindings(past(claim, lines), PROGRAM, NO_RATES)).toHaveLength(1);
});

test('together at the ceiling is not above it', () => {
  expect(found({ usd: '600.00' }, [{ usd: '400.00' }])).toEqual([]);
});

test('each of several customers, and the same one weeks later, are no parts', () => {
  expect(found({ usd: '600.00' }, [{ usd: '600.00', customer: 'Kestrel Freight Ltd' }])).toEqual([]);
  expect(found({ usd: '600.00' }, [{ usd: '600.00', lines: [{ soldOn: '2026-09-20' }] }])).toEqual([]);
  expect(found({ usd: '600.00' }, [{ usd: '600.00', program: 'security-sprint-spiff' }])).toEqual([]);
});

test('one that is above the ceiling by itself goes to a person by that', () => {
  expect(found({ usd: '600.00' }, [{ usd: '4000.00' }])).toEqual([]);
  expect(found({ usd: '4000.00' }, [{ usd: '600.00' }])).toEqual([]);
});

test('a cap on one claim is a ceiling too, at the rate of the day', () => {
  const caps = [{ per: 'claim' as const, amount: { amount: '500.00', currency: 'EUR' } }];
  const rates = [{ date: '2026-10-19', currency: 'EUR', usd: '1.2' }];
  const own = facts({ usd: '400.00' });
  const lines = pastLinesOf(own, facts({ case: 'claim:files:P', usd: '250.00' }));
  const of = (some: typeof rates) =>
    splitFindings(past(own, lines), { ...PROGRAM, caps }, { rates: some, day: '2026-10-20' });
  expect(of(rates).map(({ value }) => value)).toEqual(['USD 650.00']);
  expect(of([])).toEqual([]);
});
