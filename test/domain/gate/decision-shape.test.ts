import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decisionRequestSchema } from '../../../contracts/decision.ts';
import { DECISION_ACTIONS, shapeProblem } from '../../../domain/gate/decision-shape.ts';

const APPROVE = { action: 'approve', by: 'p-ana', reason: 'fits', round: 1 };

describe('the form of a decision', () => {
  test.each([
    [APPROVE],
    [{ ...APPROVE, token: 'x.y' }],
    [{ ...APPROVE, action: 'rollback', round: 0 }],
    [{ ...APPROVE, action: 'override', edits: { tier: 'Gold' } }],
    [{ ...APPROVE, action: 'reassign', to: 'p-olga' }],
    [{ ...APPROVE, action: 'request_information', questions: ['Which budget?'] }],
  ])('accepts %j', (value) => {
    expect(shapeProblem(value)).toBeNull();
  });

  test.each([
    [null, 'JSON object'],
    ['approve', 'JSON object'],
    [[APPROVE], 'JSON object'],
    [{ ...APPROVE, action: 'delete' }, 'action'],
    [{ ...APPROVE, by: '' }, 'by'],
    [{ ...APPROVE, by: 7 }, 'by'],
    [{ ...APPROVE, reason: '  ' }, 'reason'],
    [{ ...APPROVE, reason: 'x'.repeat(2001) }, 'reason'],
    [{ ...APPROVE, round: 1.5 }, 'round'],
    [{ ...APPROVE, round: -1 }, 'round'],
    [{ ...APPROVE, round: '1' }, 'round'],
    [{ ...APPROVE, token: {} }, 'token'],
    [{ ...APPROVE, edits: { tier: 'Gold' } }, 'edits'],
    [{ ...APPROVE, action: 'override' }, 'edits'],
    [{ ...APPROVE, action: 'override', edits: {} }, 'edits'],
    [{ ...APPROVE, action: 'reassign' }, 'to'],
    [{ ...APPROVE, to: 'p-olga' }, 'to'],
    [{ ...APPROVE, action: 'request_information', questions: [] }, 'questions'],
    [{ ...APPROVE, action: 'request_information', questions: [1] }, 'questions'],
    [{ ...APPROVE, questions: ['?'] }, 'questions'],
  ])('refuses %j and names the field %s', (value, field) => {
    expect(shapeProblem(value)).toContain(field);
  });

  test('the workflow’s check and the zod schema agree on any JSON', () => {
    const maybe = <T>(good: fc.Arbitrary<T>) => fc.oneof({ weight: 3, arbitrary: good }, fc.jsonValue());
    const field = <T>(good: fc.Arbitrary<T>) => maybe(good);
    const value = fc.record(
      {
        action: field(fc.constantFrom(...DECISION_ACTIONS)),
        by: field(fc.constant('p-ana')),
        reason: field(fc.string()),
        round: field(fc.nat(9)),
        edits: field(fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), fc.jsonValue())),
        to: field(fc.constant('p-olga')),
        questions: field(fc.array(fc.string(), { maxLength: 3 })),
        token: field(fc.string()),
      },
      { requiredKeys: ['action', 'by', 'reason', 'round'] },
    );
    fc.assert(
      fc.property(value, (one) => {
        // What crosses the boundary is JSON: `__proto__` and -0 do not survive it.
        const json: unknown = JSON.parse(JSON.stringify(one));
        expect(shapeProblem(json) === null).toBe(decisionRequestSchema.safeParse(json).success);
      }),
      { numRuns: 2_000 },
    );
  });
});
