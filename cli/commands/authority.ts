import { Argument, Command } from 'commander';
import { readAuthorityHistory } from '../../adapters/store/authority-log.ts';
import type { AuthorityPolicy, Person } from '../../domain/gate/authority.ts';
import {
  type AuthorityState,
  type CountersignedKey,
  openDelegationsOf,
  stateAt,
} from '../../domain/gate/authority-log.ts';
import { actingPerson } from '../actor.ts';
import { dayOrInstant } from '../arguments.ts';
import { trustRoot } from '../authority.ts';
import { amountText } from '../cases/case-text.ts';
import { notFound } from '../failure.ts';
import { peopleById, personName } from '../people.ts';
import { readerZone } from '../reader-zone.ts';
import { rightsText } from '../rights-text.ts';
import { inSession, type Session } from '../session.ts';
import { clockTime } from '../times.ts';

export function authority(): Command {
  const group = new Command('authority').description('who could decide what, now or at a day of the past');
  group
    .command('as-of')
    .description(
      'who could decide what at an instant: roles, limits, delegations and keys, as they were signed',
    )
    .addArgument(
      new Argument('<instant>', 'a day (its end, UTC) or an instant with its zone').argParser(dayOrInstant),
    )
    .addHelpText('after', '\nExample:\n  $ quarterdeck authority as-of 2026-10-31')
    .action(inSession(asOf));
  return group;
}

/** What one person could decide. */
interface Standing {
  person: Person;
  /** Most that one decision may pay; null: no limit. */
  limitUsd: string | null;
  rights: string;
  inPlaceOf: string[];
  keys: CountersignedKey[];
}

async function asOf(session: Session, at: string): Promise<void> {
  const { state, people } = await session.db(async (tx) => {
    const { states } = await readAuthorityHistory(tx, await trustRoot(session, tx));
    return { state: stateAt(states, at), people: await peopleById(tx) };
  });
  if (state.policy === null)
    throw notFound(
      'Nothing was signed about authority then.',
      'The log begins with the first start of this version; earlier days are in policy/ and its history.',
    );
  const { policy } = state;
  const rows = Object.values(state.people)
    .filter(({ active }) => active)
    .map((person) => standingOf(person, policy, state, at));
  const { terminal } = session;
  const zone = readerZone(await actingPerson(session));
  terminal.say(`Authority version ${state.version}, signed ${clockTime(state.at, at, zone)}.`);
  terminal.list(
    rows,
    [
      { head: 'PERSON', value: ({ person }) => personName(people, person.id), least: 10 },
      { head: 'ROLE', value: ({ person }) => policy.roles[person.role].title, least: 10 },
      { head: 'MAY', value: ({ rights }) => rights, below: true },
      { head: 'LIMIT USD', value: ({ limitUsd }) => amountText(limitUsd) ?? 'none', align: 'right' },
      {
        head: 'IN PLACE OF',
        value: ({ inPlaceOf }) => inPlaceOf.map((id) => personName(people, id)).join(', '),
      },
      { head: 'KEYS', value: ({ keys }) => keys.map(({ kid }) => kid).join(' '), least: 16, lines: 3 },
    ],
    'Nobody was active.',
  );
}

function standingOf(person: Person, policy: AuthorityPolicy, state: AuthorityState, at: string): Standing {
  const role = policy.roles[person.role];
  const decidesMoney = /[DO]/.test(role.rights.money);
  return {
    person,
    limitUsd: decidesMoney ? (person.limitUsd ?? role.limitUsd) : '0.00',
    rights: rightsText(role.rights),
    inPlaceOf: openDelegationsOf(state)
      .filter((one) => one.to === person.id && one.startsAt <= at && at < one.endsAt)
      .map(({ from }) => from),
    keys: [...state.keys.values()].filter((key) => key.person === person.id && validAt(key, at)),
  };
}

function validAt({ validFrom, validTo, revokedAt }: CountersignedKey, at: string): boolean {
  return validFrom <= at && (validTo === null || at < validTo) && (revokedAt === null || at < revokedAt);
}
