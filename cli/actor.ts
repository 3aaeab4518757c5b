import type { PersonRecord } from '../contracts/policy-authority.ts';
import { CliFailure, EXIT, usage } from './failure.ts';
import { findPerson, peopleById } from './people.ts';
import { needed, type Session } from './session.ts';

/**
 * Who is acting: `--as` in development (QUARTERDECK_ENVIRONMENT), else QUARTERDECK_PERSON. Null when nobody is named.
 * @throws CliFailure when the named person does not exist, or `--as` is used outside development.
 */
export async function actingPerson(session: Session): Promise<PersonRecord | null> {
  const { as } = session.options;
  if (as !== undefined && session.env.QUARTERDECK_ENVIRONMENT !== 'development') {
    throw usage(
      'Outside development nobody can act as somebody else.',
      'Leave --as out and set QUARTERDECK_PERSON to your own id; your key must be in QUARTERDECK_KEYS.',
      'as',
    );
  }
  const named = as ?? session.env.QUARTERDECK_PERSON;
  if (!named) return null;
  return findPerson(await session.db(peopleById), named);
}

/** @throws CliFailure usage when nobody is named. */
export async function needActingPerson(session: Session): Promise<PersonRecord> {
  needed('DATABASE_URL');
  const person = await actingPerson(session);
  if (person) return person;
  throw usage(
    'It is not said who decides.',
    session.env.QUARTERDECK_ENVIRONMENT !== 'development'
      ? 'Set QUARTERDECK_PERSON to your id.'
      : session.env.QUARTERDECK_SANDBOX
        ? 'Name a sample person: --as ana (a Channel Manager) or --as olga (Partner Ops).'
        : 'Name one of your people, by the id in policy/people.yaml: --as ID',
    'as',
  );
}

/**
 * People of a partner see their own cases and nothing else.
 * @param what with its verb: `Results are`
 * @throws CliFailure refused when it is one of them
 */
export function refusePartner(person: PersonRecord | null, what: string): void {
  if (!person || person.partnerId === null) return;
  throw new CliFailure({
    exit: EXIT.refused,
    code: 'role',
    title: `${what} for colleagues, and ${person.id} belongs to partner ${person.partnerId}.`,
    fix: 'See your own cases: quarterdeck cases list',
  });
}
