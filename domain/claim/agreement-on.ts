/** The agreement that was in force on a day, as reasons name it; null: none is known. */
export function agreementOn(
  agreement: { number: string; from: string; to: string | null } | null,
  day: string | null,
): string | null {
  if (agreement === null || day === null) return null;
  const { number, from, to } = agreement;
  return day >= from && (to === null || day <= to) ? number : null;
}
