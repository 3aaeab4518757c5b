/** The agreement that was in force on each of these days, as reasons name it; null: none is known. */
export function agreementOn(
  agreement: { number: string; from: string; to: string | null } | null,
  days: readonly string[],
): string | null {
  if (agreement === null || days.length === 0) return null;
  const { number, from, to } = agreement;
  return days.every((day) => day >= from && (to === null || day <= to)) ? number : null;
}
