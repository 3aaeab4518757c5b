/** Remembers what `before` saw until `send`, which spares the read that another process would need to make. */
export function existence() {
  const seen = new Map<string, boolean>();
  return {
    note(key: string, exists: boolean): void {
      seen.delete(key);
      seen.set(key, exists);
      if (seen.size > 1000) seen.delete(seen.keys().next().value as string);
    },
    /** Once only: after a send that got no answer the record may exist. */
    of(key: string): boolean | undefined {
      const exists = seen.get(key);
      seen.delete(key);
      return exists;
    },
  };
}
