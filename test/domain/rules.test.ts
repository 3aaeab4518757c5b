import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideDeal } from '../../domain/deal/decision.ts';
import { reasonOf } from '../../domain/decision.ts';
import { FINDING_TITLES } from '../../domain/reading/titles.ts';
import { ruleName, ruleWithCode } from '../../domain/rules.ts';
import { cleanRegistration, match, POLICY } from './deal/fixtures.ts';

/** Words for people: no code in them, and short enough for a heading. */
const WORDS = /^[a-zA-Z][a-zA-Z0-9 ,;:'-]{5,59}$/;

describe('every rule has a name', () => {
  test('one that nobody has named does not compile', () => {
    // @ts-expect-error: no such rule
    expect(reasonOf('conflict.nobody', 'text', 'source').rule).toBe('conflict.nobody');
    // @ts-expect-error: no such problem
    expect(reasonOf('submission.nothing', 'text', 'source').rule).toBe('submission.nothing');
  });

  test('in words, without its code', () => {
    const source = readFileSync('domain/rules.ts', 'utf8');
    const codes = [...source.matchAll(/^ {2}'?([a-zA-Z_.]+)'?: ['"]/gm)].map(([, code]) => code as string);
    expect(codes.length).toBeGreaterThan(90);
    for (const code of codes) {
      expect(ruleName(code)).toMatch(WORDS);
      expect(ruleWithCode(code)).toBe(`${ruleName(code)} (${code})`);
    }
    for (const code of Object.keys(FINDING_TITLES)) expect(codes).toContain(`submission.${code}`);
  });

  test('also the conditions that policy names', () => {
    expect(POLICY.alwaysPerson.length).toBeGreaterThan(3);
    for (const { rule } of POLICY.alwaysPerson)
      expect(ruleName(`always_person.${rule}`)).toBe(`always a person: ${rule.replaceAll('_', ' ')}`);
  });

  test('one that an earlier version named is read out as it is written', () => {
    expect(ruleName('conflict.long_gone')).toBe('conflict: long gone');
    expect(ruleName('constructor')).toBe('constructor');
  });

  test('whatever the evidence is, each reason of a decision is told in words', () => {
    const evidence = fc.record({
      submission: fc.record({
        provenance: fc.constantFrom('structured' as const, 'extracted' as const),
        estimated_value: fc.constantFrom(null, '9000.00', '400000.00'),
        contact_given: fc.boolean(),
        budget: fc.constantFrom('given' as const, 'in_text' as const, 'missing' as const),
        program: fc.constantFrom('standard', 'strategic'),
        territories: fc.subarray(['DE', 'FR', 'US']),
        problems: fc
          .subarray(['close_date_past', 'attachment_zip_bomb', 'reopened_late'] as const)
          .map((all) => [...all]),
        mdf: fc.constantFrom(null, { claim: 'M-1', campaign: null, date: '2026-11-01', amount: null }),
      }),
      partner: fc.record({
        known: fc.boolean(),
        active: fc.boolean(),
        tier: fc.constantFrom('Platinum', 'Silver', null),
        winRate: fc.constantFrom(0, 0.9, null),
        territories: fc.option(fc.constant<string[]>(['DE'])),
        certifications: fc.option(fc.constant<string[]>(['Storage'])),
      }),
      matches: fc.subarray([
        match({ kind: 'account', record: 'crm:Account/1' }),
        match({ kind: 'registration', record: 'registration:deal:portal:9' }),
        match({ kind: 'opportunity', record: 'crm:Opportunity/2' }),
      ]),
    });
    fc.assert(
      fc.property(evidence, (change) => {
        for (const { rule } of decideDeal(cleanRegistration(change), POLICY).reasons)
          expect(ruleName(rule)).toMatch(WORDS);
      }),
    );
  });
});
