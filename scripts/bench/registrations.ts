import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDealCsv } from '../../adapters/intake/deal/csv.ts';
import { parseDealJson } from '../../adapters/intake/deal/json.ts';
import type { ParsedDeal } from '../../adapters/intake/deal/part.ts';
import type { JsonObject } from '../../domain/json.ts';
import { draw, type Random } from './random.ts';

/** Partners of the sample channel whose clean registrations nobody has to look at: Platinum, EMEA. */
const PARTNERS = ['7001', '7002'];
const CONSONANTS = 'bcdfghjklmnprstvwz';
const VOWELS = 'aeiou';
const DAY = 86_400_000;

/** A deal registration as `POST /api/deals` takes it. */
export type Registration = JsonObject & { deal_id: string };

/**
 * Registrations that have nothing against them, each for a customer of its own: names and domains of random syllables, far
 * below the similarity (0.8) at which two customers would be taken for one.
 */
export function* cleanRegistrations(random: Random): Generator<Registration, never> {
  const seen = new Set<string>();
  for (let number = 1; ; number += 1) {
    const customer = newCustomer(random, seen);
    const host = `${customer.toLowerCase().replace(' ', '-')}.example`;
    yield {
      deal_id: `B-${String(number).padStart(5, '0')}`,
      source_partner_id: draw(random, PARTNERS),
      customer_name: customer,
      opportunity_name: `Monitoring, ${10 + Math.floor(random() * 90)} hosts`,
      estimated_value: { amount: `${1_000 + Math.floor(random() * 90_000)}.00`, currency: 'USD' },
      expected_close_date: new Date(Date.now() + (20 + Math.floor(random() * 60)) * DAY)
        .toISOString()
        .slice(0, 10),
      primary_contact_email: `it@${host}`,
      partner_notes: 'Budget confirmed.',
    };
  }
}

function newCustomer(random: Random, seen: Set<string>): string {
  for (;;) {
    const [first, second] = [word(random), word(random)];
    // The CRM is searched by the first word, and a name that was found is a candidate.
    if (seen.has(first)) continue;
    seen.add(first);
    return `${first} ${second}`;
  }
}

function word(random: Random): string {
  const syllable = () => draw(random, [...CONSONANTS]) + draw(random, [...VOWELS]);
  const text = syllable() + syllable() + syllable() + syllable();
  return text[0]?.toUpperCase() + text.slice(1);
}

/**
 * Somebody's own registrations: every `*.json` (one registration, bare or in its webhook envelope) and `*.csv` (one a row) of
 * a folder, in the forms that docs/operations.md describes for intake, by file name.
 * @throws Error naming the file and the reason when one is refused.
 */
export function readSet(folder: string): Registration[] {
  const files = readdirSync(folder)
    .filter((file) => /\.(json|csv)$/.test(file))
    .sort();
  return files.flatMap((file) => {
    const body = readFileSync(join(folder, file));
    const parts = file.endsWith('.csv')
      ? parseDealCsv(body, new Date())
      : [parseDealJson(body, new Date())].filter((part) => part !== null);
    return parts.map((part) => {
      if (part.ok) return asRegistration(part.parsed);
      throw new Error(`${join(folder, file)}: ${part.faults[0].title} ${part.faults[0].fix}`);
    });
  });
}

function asRegistration({ externalId, version, stated: deal }: ParsedDeal): Registration {
  const { stated_value, provenance: _, ...fields } = deal.submission;
  return {
    deal_id: externalId,
    ...(version === null ? {} : { version }),
    ...fields,
    estimated_value: stated_value && { ...stated_value },
  };
}
