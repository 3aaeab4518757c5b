import type { PersonRecord } from '../../contracts/policy-authority.ts';
import { may } from '../../domain/gate/authority.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { needActingPerson } from '../actor.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { readPolicy } from '../policy.ts';
import type { Session } from '../session.ts';

/** Whoever may start a case may ask for a ticket, and take one back. @throws CliFailure refused for anybody else */
export async function whoMayAsk(session: Session): Promise<PersonRecord> {
  const person = await needActingPerson(session);
  const { authority } = readPolicy((folder) => gatePolicy(folder, 'production')());
  if (may(person.role, 'trigger', 'business', authority)) return person;
  throw new CliFailure({
    exit: EXIT.refused,
    code: 'role',
    title: `${authority.roles[person.role].title} may not ask for tickets or take them back.`,
    fix: 'Ask a Channel Manager or Partner Ops.',
  });
}
