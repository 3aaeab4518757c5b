import { hostOf, normaliseCompanyName } from '../../domain/company/company-name.ts';
import type { Firmographics } from '../ports/enrich.ts';

/** What a customer is looked up by. */
export interface Sought {
  domain: string | null;
  name: string;
  country: string | null;
}

/**
 * The one company that is meant, of those that a source offers: that of the domain, else the only one of the name, in the country
 * where one is known. Null when none is, or when several could be: a guess would be worse than nothing.
 */
export function chosen(
  companies: readonly Firmographics[],
  { domain, name, country }: Sought,
): Firmographics | null {
  if (domain !== null) {
    const sameDomain = companies.filter((company) => hostOf(company.domain) === domain.toLowerCase());
    if (sameDomain.length > 0) return sameDomain.length === 1 ? (sameDomain[0] as Firmographics) : null;
  }
  const wanted = normaliseCompanyName(name);
  if (wanted === '') return null;
  const sameName = companies.filter(
    (company) =>
      normaliseCompanyName(company.name) === wanted &&
      (country === null || company.country === null || company.country === country) &&
      // Another company of the same name: it has a domain of its own.
      (domain === null || company.domain === null),
  );
  return sameName.length === 1 ? (sameName[0] as Firmographics) : null;
}
