import { hostOfText } from './compare-domain.ts';

/** The accounts that have one domain, as the index holds their names: words with one blank between them. */
export interface DomainAccounts {
  domain: string;
  names: string[];
}

/** So many accounts of one domain whose names have nothing in common make it a provider's, not a company's. */
export const MANY_ACCOUNTS = 5;

/**
 * The registrable domains that many different customers have: of a mail provider, a network of hospitals, a chamber. A group's companies
 * share a word of their names with one another, and count as one.
 */
export function sharedDomains(accounts: readonly DomainAccounts[]): string[] {
  return accounts
    .filter(({ names }) => strangers(names) >= MANY_ACCOUNTS)
    .map(({ domain }) => hostOfText(domain).registrable)
    .sort();
}

/** How many of the names are left when those that share a word with one before are taken away. */
function strangers(names: readonly string[]): number {
  const seen = new Set<string>();
  let count = 0;
  for (const name of names) {
    const words = name.split(' ').filter((word) => word.length > 1);
    if (!words.some((word) => seen.has(word))) count += 1;
    for (const word of words) seen.add(word);
  }
  return count;
}
