import type { Sealed } from '../../../domain/evidence.ts';
import type { ClaimEvent } from '../../../domain/incentives/claim.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Tx } from '../pool.ts';
import { openSubject, seal } from '../seal.ts';
import type { Vault } from '../vault.ts';

/** An event whose people stand in it as tokens, with the people, sealed, by token. */
export interface WithoutPeople {
  body: ClaimEvent;
  people: JsonObject;
  subjects: string[];
}

/** The event without names of people: what it earns is computed by their tokens, also once a person was erased. */
export const withoutNames = (vault: Vault, event: ClaimEvent): ClaimEvent =>
  event.kind !== 'claim'
    ? event
    : {
        ...event,
        claim: {
          ...event.claim,
          persons: event.claim.persons.map((one) => ({ ...one, person: vault.tokenOf(one.person) })),
        },
      };

/** Seals the people of an event, each with a key of their own. */
export async function withoutPeople(tx: Tx, vault: Vault, event: ClaimEvent): Promise<WithoutPeople> {
  const people: [string, Sealed][] = [];
  const subjects: string[] = [];
  for (const { person } of event.kind === 'claim' ? event.claim.persons : []) {
    const subject = await openSubject(tx, vault, person);
    people.push([vault.tokenOf(person), seal(person, subject)]);
    subjects.push(subject.id);
  }
  return {
    body: withoutNames(vault, event),
    people: Object.fromEntries(people),
    subjects: [...new Set(subjects)],
  };
}
