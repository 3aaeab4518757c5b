/** So many days later, or earlier where `days` is negative: `2026-02-28` and 1 → `2026-03-01`. @param day ISO date; the answer is one too */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
