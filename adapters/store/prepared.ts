import type { QueryConfig } from 'pg';
import { sha256 } from './hash.ts';

/**
 * A statement with values under a name, so that Postgres parses and plans it once a connection and not at each use (measured
 * on the look at an effect: 0.34 ms of the server's time without, 0.08 with). Behind PgBouncer that needs version 1.21.
 */
export function prepared(text: string, values?: readonly unknown[]): QueryConfig {
  return values === undefined ? { text } : { name: nameOf(text), text, values: values as unknown[] };
}

/** A migration has changed what a prepared statement answers: its connection has to go, a new one prepares it anew. */
export function isStalePlan(error: unknown): boolean {
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  return code === '0A000' && message.includes('cached plan');
}

const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = sha256(text).slice(0, 32);
  names.set(text, name);
  return name;
}
