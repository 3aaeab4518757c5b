import { NUMERIC_TEXT } from '../../contracts/deal/submission.ts';
import type { Fault } from '../../contracts/problem.ts';

/** V8 hands the reviver each primitive's source text (TC39 "JSON.parse source text access"); the es2024 types lack it. */
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown;

/**
 * Parses UTF-8 JSON. Numbers of amounts and ids keep their source text, so that `25000.10` and `90071992547409930`
 * arrive as written. Never throws: anything unreadable is a fault.
 */
export function parseJson(bytes: Uint8Array): { value: unknown } | { fault: Fault } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value = (JSON.parse as ParseWithSource)(text, (key, each, { source }) =>
      typeof each === 'number' && NUMERIC_TEXT.has(key) && source !== undefined ? source : each,
    );
    return { value };
  } catch {
    // Also nesting so deep that the parser gives up: for the sender it is the same repair.
    return {
      fault: {
        code: 'malformed_json',
        title: 'The body is not readable JSON in UTF-8.',
        field: null,
        fix: 'Send one JSON object, UTF-8 encoded.',
      },
    };
  }
}
