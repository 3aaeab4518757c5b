import type { PersonRecord } from '../../contracts/policy-authority.ts';
import { may } from '../../domain/gate/authority.ts';
import { needActingPerson } from '../actor.ts';
import { CliFailure, EXIT } from '../failure.ts';
import type { Session } from '../session.ts';
import { rolloutDeps } from './deps.ts';

/**
 * Somebody who may change the rollout: an Admin, or whoever may override configuration.
 * @param upwards it lets a segment act by itself, which an Admin alone may
 * @throws CliFailure usage when nobody is named, refused when they may not
 */
export async function needConfigurer(session: Session, upwards = false): Promise<PersonRecord> {
  const person = await needActingPerson(session);
  const deps = await rolloutDeps(session);
  const authority = await session.db(deps.authority);
  const policy = authority.policy ?? deps.policy().authority;
  const role = authority.people[person.id]?.role ?? person.role;
  if (may(role, 'configure', 'configuration', policy)) return person;
  if (!upwards && may(role, 'override', 'configuration', policy)) return person;
  throw new CliFailure({
    exit: EXIT.refused,
    code: 'role',
    title: `${person.id} is ${policy.roles[role].title} and may not do this.`,
    fix: upwards ? 'Ask an Admin.' : 'Ask Partner Ops or an Admin.',
  });
}
