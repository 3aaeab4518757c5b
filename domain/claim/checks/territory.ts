import { regionOf } from '../../match/places.ts';
import type { ClaimEvidence } from '../evidence.ts';
import { type ClaimFinding, claimFinding } from './claim-finding.ts';
import { REGIONS } from './territory-list.ts';

/** A customer in a country where the partner may not sell. Where the PRM names no territories, its region is taken for one. */
export function territoryFindings({
  stated,
  partner,
}: Pick<ClaimEvidence, 'stated' | 'partner'>): ClaimFinding[] {
  if (partner === null || stated.country === null) return [];
  const territories = partner.territories ?? (partner.region === null ? [] : [partner.region]);
  const country = stated.country.toUpperCase();
  // A territory that nobody can draw on a map may be the one.
  if (territories.length === 0 || territories.some((one) => covers(one, country) !== false)) return [];
  const text = `The customer is in ${country}, and the partner sells in ${territories.join(', ')}`;
  const remedy =
    'A territory of the partner that holds this country, or proof that the customer is in another one';
  return [claimFinding('territory', text, `${partner.record}#territories`, { remedy, value: country })];
}

/** Whether a territory holds a country; null: it is not known where it is. */
export function covers(territory: string, country: string): boolean | null {
  const name = territory.trim().toLowerCase();
  const own = name === 'emea' || REGIONS[name] !== undefined || /^[a-z]{2}$/.test(name);
  const code = own ? name : regionOf(name);
  if (code === null) return null;
  if (code === 'emea') return !has('amer', country) && !has('apac', country);
  if (REGIONS[code] !== undefined) return has(code, country);
  // A continent, or another region that CLDR numbers.
  return /^[a-z]{2}$/.test(code) ? code.toUpperCase() === country : null;
}

function has(region: string, country: string): boolean {
  return (REGIONS[region] ?? '').split(/\s+/).includes(country);
}
