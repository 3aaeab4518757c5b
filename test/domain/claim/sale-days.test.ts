import { describe, expect, test } from '@jest/globals';
import { agreementOn } from '../../../domain/claim/agreement-on.ts';
import { decideClaim } from '../../../domain/claim/decide-claim.ts';
import { saleDays } from '../../../domain/claim/sale-days.ts';
import { aProgram } from '../incentives/made.ts';
import { type Changes, evidence, invoice } from './checks/made-evidence.ts';

const decided = (changes: Changes) =>
  decideClaim(
    evidence({
      rates: [...evidence().rates, { currency: 'EUR', date: '2026-10-19', usd: '1.08' }],
      ...changes,
    }),
    { automaticFrom: 0.9, readFrom: 0.9, ocrFrom: 0.97 },
  );
const rules = ({ objections }: ReturnType<typeof decideClaim>) => objections.map(({ rule }) => rule);

describe('the day of a sale', () => {
  const changed = (from: string, changes: Partial<ReturnType<typeof aProgram>>) => ({
    version: from,
    body: aProgram({ effectiveFrom: from, ...changes }),
  });
  const before = changed('2026-01-01', { automaticUpToUsd: '1000' });

  test('is that of its line: no day of the whole claim chooses the version by whose limit it is paid', () => {
    const later = changed('2026-10-01', { automaticUpToUsd: '100' });
    const one = decided({
      ...{ program: before, versions: [before, later] },
      ...{ stated: { soldOn: '2026-09-30' }, lines: [{ soldOn: '2026-10-12' }] },
    });
    expect(rules(one)).toEqual(['claim.ceiling']);
  });

  test('says which documents are wanted as proof', () => {
    const later = changed('2026-10-01', {
      proof: { documents: ['invoice', 'proof_of_delivery'], vendors: [], logo: false },
    });
    const one = decided({
      ...{ program: before, versions: [before, later] },
      ...{ stated: { soldOn: '2026-09-30' }, lines: [{ soldOn: '2026-10-12' }] },
    });
    expect(rules(one)).toEqual(['claim.proof_missing']);
    expect(one.decision.fields.missing).toEqual(['document.proof_of_delivery']);
  });

  test('has to lie within the agreement, each of them', () => {
    const agreement = { number: 'PA-1', from: '2026-01-01', to: '2026-09-30' };
    const sold = (...days: string[]) => ({
      stated: {
        soldOn: '2026-09-01',
        lines: evidence({ lines: days.map((soldOn) => ({ soldOn })) }).stated.lines,
      },
      readings: [],
    });
    expect(agreementOn(agreement, saleDays(sold('2026-09-30')))).toBe('PA-1');
    expect(agreementOn(agreement, saleDays(sold('2026-09-30', '2026-10-01')))).toBeNull();
    expect(agreementOn(agreement, saleDays({ ...sold(), readings: [invoice()] }))).toBe('PA-1');
    const undated = evidence({ stated: { soldOn: null }, lines: [{}, { soldOn: '2026-09-02' }] }).stated;
    expect(saleDays({ stated: undated, readings: [invoice()] })).toEqual(['2026-09-02', '2026-10-12']);
    expect(agreementOn(agreement, [])).toBeNull();
  });
});
