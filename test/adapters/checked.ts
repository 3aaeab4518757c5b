import { describe, test } from '@jest/globals';
import type { Rig } from './contract.ts';
import { patient } from './patient.ts';

/** One rule of a port's own suite. */
interface Check<R> {
  name: string;
  friendly?: true;
  run(rig: R): Promise<void>;
}

/**
 * Holds an adapter to every rule of its port, each on a vendor of its own: on a good day, and on a bad one, on which the adapter is asked as
 * patiently as the product asks it.
 * @param days `good`: of two rows of one vendor one is enough for the bad day
 */
export function checked<R extends Rig<unknown>>(
  open: (hostile?: { seed: number }) => Promise<R>,
  checks: readonly Check<R>[],
  days: 'good' | 'both' = 'both',
): void {
  async function held({ run }: Check<R>, hostile?: { seed: number }): Promise<void> {
    const rig = await open(hostile);
    try {
      await run(hostile ? patiently(rig) : rig);
    } finally {
      await rig.close();
    }
  }

  test.each(checks)('$name', (check) => held(check));
  if (days === 'good') return;
  const others = checks.filter(({ friendly }) => !friendly);
  describe('on a bad day', () => {
    test.each(others.map((check, at) => ({ ...check, seed: at + 1 })))('$name', ({ seed, ...check }) =>
      held(check, { seed }),
    );
  });
}

function patiently<R extends Rig<unknown>>(rig: R): R {
  const { http, port } = rig;
  const again = (settings: object) => patient(http?.again(settings));
  return { ...rig, port: patient(port), ...(http ? { http: { ...http, again } } : {}) };
}
