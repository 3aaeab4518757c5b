/** How often mirrors and polls run at all. */
const RUN_MS = 60_000;

/**
 * Whether a vendor was read so lately that this run leaves it alone.
 * @param readAt UTC instant since which there was nothing more to read; null: it is still being read, or never was
 * @param everyMs how often it is to be read; absent: with each run
 */
export function resting(readAt: string | null, everyMs = RUN_MS, now: Date): boolean {
  // A run begins some moments before or after its minute.
  return readAt !== null && now.getTime() - Date.parse(readAt) < everyMs - RUN_MS;
}
