import type { Json, JsonObject } from './json.ts';

/**
 * A text that stands in evidence, by the evidence's address and the name of the field there: what Temporal and the ledger hold in the
 * place of a customer's name. Neither can be read for it, and whatever reaches Postgres reaches it.
 */
export type Kept = { $kept: { evidence: string; field: string } };

export function kept(evidence: string, field: string): Kept {
  return { $kept: { evidence, field } };
}

export function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null || !('$kept' in value)) return false;
  const { evidence, field } = (value.$kept ?? {}) as JsonObject;
  return typeof evidence === 'string' && typeof field === 'string';
}

/** The addresses of all evidence that a JSON value refers to, each once. */
export function evidenceIn(value: Json): string[] {
  const found = new Set<string>();
  const visit = (part: Json): void => {
    if (part === null || typeof part !== 'object') return;
    if (isKept(part)) found.add(part.$kept.evidence);
    else for (const inner of Object.values(part)) visit(inner);
  };
  visit(value);
  return [...found];
}

/**
 * The same JSON with each reference replaced by what it stands for.
 * @param evidence bodies by address
 * @throws Error when one is not there
 */
export function withKept<T extends Json>(value: T, evidence: ReadonlyMap<string, JsonObject>): T {
  const read = (part: Json): Json => {
    if (part === null || typeof part !== 'object') return part;
    if (Array.isArray(part)) return part.map(read);
    if (!isKept(part))
      return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, read(inner)]));
    const { evidence: address, field } = part.$kept;
    const body = evidence.get(address);
    if (!body || !Object.hasOwn(body, field))
      throw new Error(`evidence ${address} has no ${field}; run: quarterdeck audit verify`);
    return body[field] as Json;
  };
  return read(value) as T;
}
