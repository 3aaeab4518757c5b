const ARTICLES = new Set(['the', 'le', 'la', 'les', 'der', 'die', 'das', 'el', 'los', 'las', 'il', 'os']);

/**
 * The first word, which `SAP SE` and `SAP Deutschland` share; the first two after an article or a single sign, which alone would
 * fetch half the CRM ("The Acme Company" → "The Acme").
 */
export function leadingWords(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first = ''] = words;
  return words.slice(0, first.length < 2 || ARTICLES.has(first.toLowerCase()) ? 2 : 1).join(' ');
}

/** Host name without `www.` of a website field, which sellers fill with and without `https://`. */
export function hostOf(website: unknown): string | null {
  if (typeof website !== 'string' || website.trim() === '') return null;
  const url = URL.parse(website.includes('://') ? website.trim() : `https://${website.trim()}`);
  return url ? url.hostname.replace(/^www\./, '') : null;
}
