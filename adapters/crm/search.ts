/** The first word, or the first two when it is too short to select anything ("The Acme Company" → "the acme"). */
export function leadingWords(name: string): string {
  const words = name.trim().split(/\s+/);
  return words.slice(0, (words[0] ?? '').length < 4 ? 2 : 1).join(' ');
}

/** Host name without `www.` of a website field, which sellers fill with and without `https://`. */
export function hostOf(website: unknown): string | null {
  if (typeof website !== 'string' || website.trim() === '') return null;
  const url = URL.parse(website.includes('://') ? website.trim() : `https://${website.trim()}`);
  return url ? url.hostname.replace(/^www\./, '') : null;
}
