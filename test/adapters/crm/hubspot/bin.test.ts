import { expect, test } from '@jest/globals';
import { withDeletions } from '../../../../adapters/crm/hubspot/bin.ts';
import { type FaultKind, VendorFault } from '../../../../adapters/ports/call.ts';

const call = { timeoutMs: 1_000, mayWait: false };
const MINUTE = 60_000;

/** Reads the changes at some minutes, of a bin that answers with a fault. */
async function binReadings(kind: FaultKind, minutes: readonly number[]): Promise<number> {
  let readings = 0;
  let minute = 0;
  const bin = async () => {
    readings += 1;
    throw new VendorFault({ vendor: 'hubspot', kind, message: 'no' });
  };
  const nothing = async () => ({ accounts: [], opportunities: [], next: null });
  const changes = withDeletions(nothing, { bin }, 15 * MINUTE, () => minute * MINUTE);
  for (minute of minutes) await changes(null, call).catch(() => {});
  return readings;
}

test('a bin that has no end, or may not be read, is read no more often than another', async () => {
  expect(await binReadings('rejected', [0, 1, 2, 14, 15])).toBe(2);
  expect(await binReadings('auth', [0, 1, 16])).toBe(2);
});

test('a bin that did not answer is read again with the next changes', async () => {
  expect(await binReadings('unavailable', [0, 1, 2])).toBe(3);
});
