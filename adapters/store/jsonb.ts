import { wellFormed } from '../../domain/evidence.ts';
import type { Json } from '../../domain/json.ts';

/** A value as parameter of a jsonb column, which holds no NUL; null stays SQL's null. */
export function jsonb(value: Json): string | null {
  return value === null ? null : JSON.stringify(wellFormed(value));
}
