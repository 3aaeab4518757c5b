import { NO_FACTS } from '../../activities/match/match-records.ts';
import { readName } from '../../domain/match/company-name.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
import type { MatchRecord } from '../../domain/match/record.ts';
import { companyNames } from './company-names.ts';
import { CITIES, STARTS, SURNAMES } from './company-words.ts';
import { draw, type Random } from './random.ts';

const SUFFIXES = ['com', 'de', 'fr', 'it', 'es', 'eu', 'net', 'io', 'co.uk', 'at'];

/** Accounts as a large CRM holds them: two in three with a site, half with a contact, most with an address, some in a group. */
export function companyRecords(random: Random, count: number): IndexedRecord[] {
  return companyNames(random, count).map((name, index) => {
    const words = readName(name)[0]?.words ?? [];
    const record: MatchRecord = {
      record: `crm:Account/${index}`,
      kind: 'account',
      name,
      domain: random() < 0.67 ? `${words.slice(0, 2).join('-')}.${draw(random, SUFFIXES)}` : null,
      contactToken: random() < 0.5 ? `contact-${index}` : null,
      address: random() < 0.7 ? address(random) : null,
      products: [],
      territories: [],
      parent: random() < 0.1 ? `crm:Account/${Math.floor(index * random())}` : null,
    };
    return { record, facts: { ...NO_FACTS, sourceOfRecord: 'crm' } };
  });
}

function address(random: Random): MatchRecord['address'] {
  return {
    street: `${draw(random, SURNAMES)}${draw(random, STARTS)}str. ${1 + Math.floor(120 * random())}`,
    postalCode: String(10_000 + Math.floor(8_000 * random())),
    city: draw(random, CITIES),
    country: 'DE',
  };
}
