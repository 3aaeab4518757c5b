import { describe, expect, test } from '@jest/globals';
import { proved, undone, written } from './as-ledger.ts';
import type { Rig, WriteCase } from './contract.ts';

/** The same mishaps for each seed; together they meet every request. */
const SEEDS = [1, 2, 3];

/** Runs on a vendor that misbehaves by chance: odd limits, pages of HTML, errors with 200, answers that are lost. */
export async function onBadDays<R extends Rig<unknown>>(
  open: (hostile: { seed: number }) => Promise<R>,
  run: (rig: R) => Promise<void>,
): Promise<void> {
  for (const seed of SEEDS) {
    const rig = await open({ seed });
    try {
      await run(rig);
    } finally {
      await rig.close();
    }
  }
}

/** What the effect ledger relies on, on a bad day of the vendor. */
export function badDays<Port>(
  open: (hostile: { seed: number }) => Promise<Rig<Port>>,
  cases: WriteCase<Port>[],
): void {
  describe('on a bad day', () => {
    test.each(cases)(
      '$name is written once, found again, and undone byte for byte',
      ({ write: of, payload, changed }) =>
        onBadDays(open, async ({ port, state }) => {
          const write = of(port as Port);
          const held = async () => JSON.parse(await state()) as unknown;
          const start = await held();
          const first = await written(write, payload, 'k/1');
          const middle = await held();
          expect(middle).not.toEqual(start);
          expect(await proved(write, payload, 'k/1')).toMatchObject({ id: first.landed.id });
          if (changed) {
            const second = await written(write, changed, 'k/2');
            expect(second.before).not.toBeNull();
            expect(await undone(write, second)).toEqual({});
            expect(await held()).toEqual(middle);
          }
          for (const _ of ['once', 'twice']) {
            expect(await undone(write, first)).toEqual({});
            expect(await held()).toEqual(start);
          }
        }),
    );
  });
}
