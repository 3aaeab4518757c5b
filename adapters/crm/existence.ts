/** Remembers what `before` saw until `send`, which spares the read that another process would need to make. */
export function existence<Seen>() {
  const seen = new Map<string, Seen>();
  return {
    note(key: string, what: Seen): void {
      seen.delete(key);
      seen.set(key, what);
      if (seen.size > 1000) seen.delete(seen.keys().next().value as string);
    },
    /** Once only: after a send that got no answer the record may exist. */
    of(key: string): Seen | undefined {
      const what = seen.get(key);
      seen.delete(key);
      return what;
    },
  };
}
