import { compareWords, type Likeness } from './compare-words.ts';
import { fold } from './fold.ts';
import { textWords, type Words } from './words.ts';

export interface Address {
  street: Words | null;
  postalCode: string | null;
  city: string | null;
  country: string | null;
}

/** @param parts street, postal code, city, country; empty where unknown */
export function addressOf(parts: readonly string[]): Address | null {
  const [street, postalCode, city, country] = parts.map((part) => fold(part));
  const known = (part: string | undefined) => (part ? part : null);
  const address = {
    street: street ? textWords(street) : null,
    postalCode: known(postalCode?.replaceAll(' ', '')),
    city: known(city),
    country: known(country),
  };
  return Object.values(address).some((part) => part !== null) ? address : null;
}

/**
 * Street and place agree 1; street alike and place agrees 0.8; same postal code 0.6; same city 0.4; same country 0.2; else 0.
 * Null when no part is known of both.
 */
export function compareAddresses(a: Address, b: Address): Likeness | null {
  const told = (similarity: number, why: string) => ({ similarity, why, bits: null });
  const agree = (part: 'postalCode' | 'city' | 'country') =>
    a[part] === null || b[part] === null ? null : a[part] === b[part];
  const [code, city, country] = [agree('postalCode'), agree('city'), agree('country')];
  const street = a.street && b.street ? compareWords(a.street, b.street, null).similarity : null;
  if (street === null && code === null && city === null && country === null) return null;
  const placeDiffers = country === false || (code !== true && city === false);
  if (street !== null && street >= 0.95 && !placeDiffers) return told(1, 'same street and place');
  if (street !== null && street >= 0.6 && (code || city)) return told(0.8, 'street alike, same place');
  if (code && country !== false) return told(0.6, `same postal code ${a.postalCode}`);
  if (city && country !== false) return told(0.4, `same city ${a.city}`);
  if (country && city === null && code === null) return told(0.2, `same country ${a.country}`);
  return told(0, 'different places');
}
