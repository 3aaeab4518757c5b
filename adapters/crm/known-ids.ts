/** The vendor's ids by ours, remembered from the writes that come just before: a search would not show them yet. */
export function knownIds() {
  const known = new Map<string, string>();
  return {
    get: (externalId: string): string | undefined => known.get(externalId),
    /** @param id null: none any more */
    note(externalId: string, id: string | null): void {
      known.delete(externalId);
      if (id !== null) known.set(externalId, id);
      if (known.size > MOST) known.delete(known.keys().next().value as string);
    },
  };
}

const MOST = 1_000;
