import { loadAuthority } from '../adapters/store/authority.ts';
import type { Tx } from '../adapters/store/pool.ts';
import type { PersonRecord } from '../contracts/policy-authority.ts';
import { notFound, usage } from './failure.ts';

/** Everybody by id. */
export async function peopleById(tx: Tx): Promise<Map<string, PersonRecord>> {
  return new Map(Object.entries((await loadAuthority(tx)).people));
}

/**
 * The person somebody means by `p-ana`, `ANA`, `ana` or `Ana Ruiz`.
 * @throws CliFailure not found, or usage when several are meant.
 */
export function findPerson(people: ReadonlyMap<string, PersonRecord>, said: string): PersonRecord {
  const wanted = said.trim().toLowerCase();
  const exact = people.get(said) ?? people.get(wanted) ?? people.get(`p-${wanted}`);
  if (exact) return exact;
  const named = [...people.values()].filter(({ name }) => {
    const lower = name.toLowerCase();
    return lower === wanted || lower.split(' ')[0] === wanted;
  });
  if (named.length > 1) {
    const who = named.map((one) => `${one.name} (${one.id})`).join(' or ');
    throw usage(`"${said}" could be ${who}.`, 'Name the id.');
  }
  if (named[0]) return named[0];
  throw notFound(`Nobody here is called "${said}".`, 'People and their ids are in policy/people.yaml.');
}

/** A person's name; the id where nobody has it (somebody left, or the system itself). */
export function personName(people: ReadonlyMap<string, PersonRecord>, id: string): string {
  return people.get(id)?.name ?? id;
}
