import { jest } from '@jest/globals';
import fc from 'fast-check';

/** Properties draw from the run's seed, which jest prints at its end; `QD_TEST_SEED` repeats it. */
fc.configureGlobal({ seed: jest.getSeed() });
