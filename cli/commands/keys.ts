import { Command } from 'commander';
import { newKey } from '../../adapters/keys/keys.ts';
import { findKey, registerKey, revokeKey } from '../../adapters/store/signing-keys.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import { may } from '../../domain/gate/authority.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { needActingPerson } from '../actor.ts';
import { applicationNow } from '../clock.ts';
import { CliFailure, EXIT, notFound } from '../failure.ts';
import { findPerson, peopleById } from '../people.ts';
import { readPolicy } from '../policy.ts';
import { inSession, needed, type Session } from '../session.ts';

export function keys(): Command {
  const group = new Command('keys').description('signing keys: make a new one, revoke one');
  group
    .command('new')
    .description('make a signing key for yourself; the one before stays valid until it is revoked')
    .option('--for <person>', 'for somebody else; an Admin may')
    .addHelpText('after', '\nExample:\n  $ quarterdeck keys new')
    .action(inSession(make));
  group
    .command('revoke')
    .description('revoke a key from now on; what it has signed until now stays signed')
    .argument('<kid>', 'the key id, as `quarterdeck whoami` shows it')
    .addHelpText('after', '\nExample:\n  $ quarterdeck keys revoke 0f5a3c9d2e7b1a64')
    .action(inSession(revoke));
  return group;
}

async function make(session: Session, options: { for?: string }): Promise<void> {
  const actor = await needActingPerson(session);
  const owner = options.for ? findPerson(await session.db(peopleById), options.for) : actor;
  mayTouch(actor, owner.id);
  const folder = needed('QUARTERDECK_KEYS');
  const key = newKey(folder, owner.id);
  const validFrom = applicationNow().toISOString();
  const authorityVersion = await session.db((tx) =>
    registerKey(tx, {
      kid: key.kid,
      person: owner.id,
      publicKey: key.publicKey,
      validFrom,
      validTo: null,
      registeredBy: actor.id,
    }),
  );
  const { terminal } = session;
  const file = `${folder}/${owner.id}.pem`;
  terminal.data({
    kid: key.kid,
    person: owner.id,
    publicKey: key.publicKey,
    fingerprint: key.fingerprint,
    file,
    authorityVersion,
  });
  terminal.say(`Key ${key.kid} of ${owner.name} is registered and kept in ${file}.`);
}

async function revoke(session: Session, kid: string): Promise<void> {
  const actor = await needActingPerson(session);
  const key = await session.db((tx) => findKey(tx, kid));
  if (!key) throw notFound(`There is no key ${kid}.`, 'Yours: quarterdeck whoami');
  mayTouch(actor, key.person);
  const at = applicationNow().toISOString();
  if (!(await session.db((tx) => revokeKey(tx, kid, at, actor.id)))) {
    throw new CliFailure({
      exit: EXIT.stale,
      code: 'already_revoked',
      title: `Key ${kid} was revoked before.`,
      fix: 'Make a new one: quarterdeck keys new',
    });
  }
  session.terminal.data({ kid, person: key.person, revokedAt: at });
  session.terminal.say(`Key ${kid} of ${key.person} is revoked; nothing it signs from now on counts.`);
}

/** One's own keys, and everybody's for an Admin. */
function mayTouch(actor: PersonRecord, owner: string): void {
  const { authority } = readPolicy((folder) => gatePolicy(folder, 'production')());
  if (actor.id === owner || may(actor.role, 'configure', 'configuration', authority)) return;
  throw new CliFailure({
    exit: EXIT.refused,
    code: 'role',
    title: `${actor.name} may not touch the keys of ${owner}.`,
    fix: 'Ask an Admin.',
  });
}
