/** A day as a PRM keeps it: one that is written alone, or as its midnight. Null: it is none. */
export function dayOf(text: string | null): string | null {
  return /^(\d{4}-\d{2}-\d{2})(?:T00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?)?$/.exec(text ?? '')?.[1] ?? null;
}
