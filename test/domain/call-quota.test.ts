import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CallUse, mayCall, tightest } from '../../domain/call-quota.ts';

const uses = fc.record({ used: fc.nat(2_000_000), of: fc.integer({ min: 1, max: 1_000_000 }) });

test('what nobody waits for never goes on where a decision may not, and stops before the day is used up', () => {
  fc.assert(
    fc.property(uses, (use) => {
      if (mayCall(use, true)) expect(mayCall(use, false)).toBe(true);
      expect(mayCall(use, false)).toBe(use.used < use.of);
      if (mayCall(use, true)) expect(use.used).toBeLessThan(use.of * 0.8);
    }),
  );
});

test('of several figures the one counts of which the largest share is used', () => {
  fc.assert(
    fc.property(fc.array(fc.option(uses)), (all) => {
      const known = all.filter((use): use is CallUse => use !== null);
      const found = tightest(all);
      if (known.length === 0) return expect(found).toBeNull();
      const shares = known.map(({ used, of }) => used / of);
      expect((found as CallUse).used / (found as CallUse).of).toBeCloseTo(Math.max(...shares), 9);
    }),
  );
});
