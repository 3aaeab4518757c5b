/**
 * A table that is looked up by names from outside. A plain object would also answer to `constructor`, `toString` and whatever else its
 * prototype knows; this one knows its own entries only.
 */
export function lookupTable<T>(entries: Record<string, T>): Readonly<Record<string, T>> {
  return Object.freeze(Object.assign(Object.create(null) as Record<string, T>, entries));
}
