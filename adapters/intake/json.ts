import type { Fault } from '../../contracts/problem.ts';

/** V8 hands the reviver each primitive's source text (TC39 "JSON.parse source text access"); the es2024 types lack it. */
type ParseWithSource = (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown;

/** Fields of ids and versions, in whatever a source sends: they pass through no float. */
const IDS: ReadonlySet<string> = new Set(['id', 'version', 'partner_id', 'external_id', 'registration_id']);
const NONE: ReadonlySet<string> = new Set();

/**
 * Parses UTF-8 JSON. Numbers of ids keep their source text, so that `90071992547409930` arrives as written. Never throws: anything
 * unreadable is a fault.
 * @param asText names of further fields whose numbers keep their source text: a lifecycle's amounts and its own ids
 */
export function parseJson(
  bytes: Uint8Array,
  asText: ReadonlySet<string> = NONE,
): { value: unknown } | { fault: Fault } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const value = (JSON.parse as ParseWithSource)(text, (key, each, { source }) =>
      typeof each === 'number' && source !== undefined && (IDS.has(key) || asText.has(key)) ? source : each,
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
