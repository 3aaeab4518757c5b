import type { FormatOf } from '../../domain/reading/source-format.ts';

/** The sources of tests that state no currency mean US dollars. */
export const inUsd: FormatOf = () => ({ number: null, currency: 'USD' });
