/** The zone on whose clock instants are told: the reader's, else the machine's. */
export function readerZone(reader: { zone: string } | null): string {
  return reader?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}
