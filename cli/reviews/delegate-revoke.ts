import { Command } from 'commander';
import { type KeptDelegation, openDelegations, revokeDelegation } from '../../adapters/store/authority.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import { may } from '../../domain/gate/authority.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { needActingPerson } from '../actor.ts';
import { changeAsSigner } from '../authority.ts';
import { applicationNow } from '../clock.ts';
import { type ConfirmOptions, confirm } from '../confirm.ts';
import { CliFailure, EXIT } from '../failure.ts';
import { findPerson, peopleById } from '../people.ts';
import { readPolicy } from '../policy.ts';
import { inSession, type Session } from '../session.ts';
import { clockTime } from '../times.ts';

interface Options extends ConfirmOptions {
  of?: string;
}

export function delegateRevoke(): Command {
  return new Command('revoke')
    .description('end what somebody may decide in your place, now')
    .argument('<person>', 'who decides in your place')
    .option('--of <person>', "somebody else's delegation: your own part in it, or as an Admin")
    .option('--reason <text>', 'why; kept in the audit trail')
    .option('--yes', 'do not ask; needs --reason')
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck reviews delegate revoke olga --yes --reason "Back early"',
    )
    .action(inSession(revoke));
}

async function revoke(session: Session, said: string, options: Options): Promise<void> {
  const actor = await needActingPerson(session);
  const people = await session.db(peopleById);
  const to = findPerson(people, said);
  const from = options.of === undefined ? actor : findPerson(people, options.of);
  mayEnd(actor, from, to);
  const now = applicationNow().toISOString();
  const open = await session.db((tx) => openDelegations(tx, { from: from.id, to: to.id, now }));
  if (open.length === 0) throw nothingOpen(from, to);
  const { terminal } = session;
  const time = (at: string) => clockTime(at, now, actor.zone);
  terminal.say(`This ends, now and for good, that ${to.name} decides in place of ${from.name}:`);
  for (const one of open) terminal.say(`  ${time(one.startsAt)} to ${time(one.endsAt)}`);
  terminal.say('What was decided under it stays decided.');
  const reason = await confirm(session, options, to.id, 'end it');
  const revoked = await changeAsSigner(session, actor, async (tx, signer) => {
    const ended: KeptDelegation[] = [];
    for (const one of open) {
      // Somebody else may have ended it since it was read.
      const said = { from: from.id, to: to.id, reason };
      if ((await revokeDelegation(tx, signer, one.id, said)) !== null) ended.push(one);
    }
    return ended;
  });
  terminal.data({ from: from.id, to: to.id, revokedAt: now, revokedBy: actor.id, delegations: revoked });
  terminal.say(`${to.name} no longer decides in place of ${from.name}.`);
}

/** Whoever gave it, whoever has it, and an Admin. */
function mayEnd(actor: PersonRecord, from: PersonRecord, to: PersonRecord): void {
  const { authority } = readPolicy((folder) => gatePolicy(folder, 'production')());
  if ([from.id, to.id].includes(actor.id) || may(actor.role, 'configure', 'configuration', authority)) return;
  throw new CliFailure({
    exit: EXIT.refused,
    code: 'role',
    title: `${actor.name} may not end a delegation of ${from.name}.`,
    fix: `Ask ${from.name}, ${to.name} or an Admin.`,
  });
}

function nothingOpen(from: PersonRecord, to: PersonRecord): CliFailure {
  return new CliFailure({
    exit: EXIT.stale,
    code: 'nothing_to_revoke',
    title: `${to.name} does not decide in place of ${from.name}, nor will.`,
    fix: 'Who decides in whose place: quarterdeck whoami, quarterdeck reviews show CASE',
  });
}
