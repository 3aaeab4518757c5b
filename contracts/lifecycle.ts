import { z } from 'zod';
import { LIFECYCLES } from '../domain/lifecycles.ts';

/** A lifecycle, wherever policy names one. */
export const lifecycleName = z.enum(LIFECYCLES, {
  error: `is no lifecycle; there are: ${LIFECYCLES.join(', ')}`,
});
