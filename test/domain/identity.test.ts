import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { caseId, submissionId } from '../../domain/identity.ts';

const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const record = fc.record({ lifecycle: fc.constantFrom('deal', 'claim'), source: part, externalId: part });

test('what names a submission begins with its lifecycle: two of them may know a record by the same name', () => {
  fc.assert(
    fc.property(record, part, (of, version) => {
      const id = submissionId(of as never, version);
      expect(id.startsWith(`${of.lifecycle}:`)).toBe(true);
      const other = of.lifecycle === 'deal' ? 'claim' : 'deal';
      expect(submissionId({ ...of, lifecycle: other } as never, version)).not.toBe(id);
      expect(caseId({ ...of, sequence: 1 } as never).startsWith(`${of.lifecycle}:`)).toBe(true);
    }),
  );
});

test('no two records, and no two versions of one, have a name in common', () => {
  fc.assert(
    fc.property(record, record, part, part, (one, two, version, later) => {
      const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
      // A source is a name that configuration takes: it holds no colon.
      fc.pre(
        !one.source.includes(':') &&
          !two.source.includes(':') &&
          !version.includes(':') &&
          !later.includes(':'),
      );
      const equal = submissionId(one as never, version) === submissionId(two as never, later);
      expect(equal).toBe(same(one, two) && version === later);
    }),
  );
});
