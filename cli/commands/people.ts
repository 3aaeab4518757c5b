import { Command } from 'commander';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import type { Person } from '../../domain/gate/authority.ts';
import { type AuthorityState, changedPeople } from '../../domain/gate/authority-log.ts';
import { applyAuthority, unsignedAuthority } from '../../installation/authority.ts';
import { policyPeople as peopleOf } from '../../installation/policy.ts';
import { needActingPerson } from '../actor.ts';
import { changeAsSigner, signedAuthority } from '../authority.ts';
import { type ConfirmOptions, confirm } from '../confirm.ts';
import { policyFolder, readPolicy } from '../policy.ts';
import { inSession, type Session } from '../session.ts';

export function people(): Command {
  const group = new Command('people').description(
    'people, roles and limits: put policy/people.yaml in force',
  );
  group
    .command('apply')
    .description('sign what people.yaml and roles.yaml say, as an Admin; shows first what would change')
    .option('--installation', "with the installation's key, where the worker runs: when no Admin is left")
    .option('--reason <text>', 'why; kept in the audit trail')
    .option('--yes', 'do not ask; needs --reason')
    .addHelpText('after', '\nExample:\n  $ quarterdeck people apply --yes --reason "Ben leaves"')
    .action(inSession(apply));
  return group;
}

async function apply(session: Session, options: ConfirmOptions & { installation?: true }): Promise<void> {
  const actor = options.installation ? null : await needActingPerson(session);
  const environment = session.env.QUARTERDECK_ENVIRONMENT === 'development' ? 'development' : 'production';
  const files = { QUARTERDECK_POLICY: policyFolder(), QUARTERDECK_ENVIRONMENT: environment } as const;
  const state = await session.db(signedAuthority(session));
  const waiting = readPolicy(() => unsignedAuthority(state, files));
  const { terminal } = session;
  if (waiting.length === 0) {
    terminal.data({ changed: [], authorityVersion: state.version });
    terminal.say('people.yaml and roles.yaml are in force as they are.');
    return;
  }
  for (const line of changeLines(state, readPolicy(peopleOf))) terminal.say(line);
  if (waiting.includes('roles.yaml'))
    terminal.say('roles.yaml: what roles may do has changed; see the file.');
  const reason = await confirm(session, options, 'apply', 'put it in force');
  const authorityVersion = await changeAsSigner(session, actor, (tx, signer) =>
    applyAuthority(tx, signer, files, reason),
  );
  terminal.data({ changed: waiting, authorityVersion });
  terminal.say(
    `In force as authority version ${authorityVersion}. Tokens of those people have to be signed again.`,
  );
}

/** `p-ana: limitUsd 10000.00 → 20000.00` */
function changeLines(state: AuthorityState, file: readonly PersonRecord[]): string[] {
  return changedPeople(state, file).map((after) => {
    const before = state.people[after.id];
    return before
      ? `${after.id}: ${differences(before, after).join(', ')}`
      : `${after.id}: new, ${after.role}`;
  });
}

function differences(before: Person, after: Person): string[] {
  const names = Object.keys(after) as (keyof Person)[];
  const text = (value: unknown) => (value === null ? 'none' : String(value) || 'none');
  return names
    .filter((name) => text(before[name]) !== text(after[name]))
    .map((name) => `${name} ${text(before[name])} → ${text(after[name])}`);
}
