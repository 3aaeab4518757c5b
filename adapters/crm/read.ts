import type { z } from 'zod';
import type { crmAccountFields } from '../../contracts/vendors/crm-account-fields.ts';
import type { LastTouch } from '../../domain/match/facts.ts';
import type { PostalAddress } from '../../domain/match/record.ts';
import type { CrmAccount } from '../ports/crm.ts';
import { hostOf } from './search.ts';

/**
 * An account in our words, from the fields that the mapping file names.
 * @param text what stands in a field; null where it is empty, or where there is no such field
 */
export function accountFrom(
  id: string,
  fields: z.infer<z.ZodObject<ReturnType<typeof crmAccountFields>>>,
  text: (field: string | null) => string | null,
): CrmAccount {
  return {
    id,
    name: text(fields.name) ?? '',
    domain: hostOf(text(fields.domain)),
    parentId: text(fields.parent),
    address: postalAddressOf({
      street: text(fields.street),
      postalCode: text(fields.postalCode),
      city: text(fields.city),
      country: text(fields.country),
    }),
    lastTouchAt: lastTouch(fields.lastTouch !== null, text(fields.lastTouch)),
  };
}

/** An address of which at least one part is known; null otherwise. Two letters are a country's code. */
export function postalAddressOf(parts: PostalAddress): PostalAddress | null {
  if (Object.values(parts).every((part) => part === null)) return null;
  const { country } = parts;
  return { ...parts, country: country && /^[a-z]{2}$/i.test(country) ? country.toUpperCase() : country };
}

/**
 * A date, an instant in any ISO spelling or milliseconds since 1970 as a UTC instant; a date is its midnight; null when unreadable. `Date`
 * alone would take `11.06.2024` for the sixth of November.
 */
export function instantOf(stated: string | null): string | null {
  if (stated === null || !/^(?:\d{4}-\d{2}(?!\d)|\d{10,}$)/.test(stated)) return null;
  const at = new Date(/^\d{10,}$/.test(stated) ? Number(stated) : stated);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/**
 * When something was last touched.
 * @param mapped whether the CRM has a place for it; without one nothing is known
 * @param stated what stands there; null: none is logged
 */
export function lastTouch(mapped: boolean, stated: string | null): LastTouch {
  if (!mapped) return null;
  return stated === null ? 'never' : instantOf(stated);
}

/** Whether two texts hold the same choices: a vendor gives back several of them in its own order. */
export const sameChoices = (separator: string) => (a: string, b: string) => {
  const [left, right] = [a, b].map((text) => listOf(text, separator).sort().join(separator));
  return left === right;
};

/** The values of a list that a CRM keeps in one text. */
export function listOf(text: string | null, separator: string): string[] {
  return (text ?? '')
    .split(separator)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
