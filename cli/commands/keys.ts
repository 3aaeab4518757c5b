import { Command } from 'commander';
import { fingerprintOf, INSTALLATION, newKey } from '../../adapters/keys/keys.ts';
import { changesSignedWith } from '../../adapters/store/authority-log.ts';
import {
  countersignKey,
  findKey,
  type PublicKey,
  personKeys,
  presentKey,
  revokeKey,
  withdrawKey,
} from '../../adapters/store/signing-keys.ts';
import type { PersonRecord } from '../../contracts/policy-authority.ts';
import { may } from '../../domain/gate/authority.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { needActingPerson } from '../actor.ts';
import { instant } from '../arguments.ts';
import { changeAsSigner, signedAuthority } from '../authority.ts';
import { applicationNow } from '../clock.ts';
import { type ConfirmOptions, confirm } from '../confirm.ts';
import { CliFailure, EXIT, notFound, usage } from '../failure.ts';
import { findPerson, peopleById, personName } from '../people.ts';
import { readPolicy } from '../policy.ts';
import { inSession, needed, type Session } from '../session.ts';

export function keys(): Command {
  const group = new Command('keys').description('signing keys: make one, countersign one, revoke one');
  group
    .command('new')
    .description('make a signing key for yourself; it counts once an Admin has countersigned it')
    .option('--for <person>', 'for somebody else; an Admin may')
    .addHelpText('after', '\nExample:\n  $ quarterdeck keys new')
    .action(inSession(make));
  group
    .command('countersign')
    .description('sign a key that somebody has made, after you have compared its fingerprint with them')
    .argument('[kid]', 'the key id; without it, the keys that wait are listed')
    .option('--installation', "with the installation's key, where the worker runs: for the first Admin")
    .option('--reason <text>', 'how it was compared; kept in the audit trail')
    .option('--yes', 'do not ask; needs --reason')
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck keys countersign 0f5a3c9d2e7b1a64 --yes --reason "By phone"',
    )
    .action(inSession(countersign));
  group
    .command('revoke')
    .description('revoke a key; what it has signed until then stays signed')
    .argument('<kid>', 'the key id, as `quarterdeck whoami` shows it')
    .option('--since <instant>', 'from when on it was in wrong hands (default: now)', instant)
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
  const { kid, publicKey, fingerprint } = key;
  const validFrom = applicationNow().toISOString();
  const presented = { kid, person: owner.id, publicKey, validFrom, validTo: null };
  await session.db((tx) => presentKey(tx, presented));
  // In development every person's key is on this machine already, and so is the installation's.
  const development = session.env.QUARTERDECK_ENVIRONMENT === 'development';
  const countersigned = development
    ? await changeAsSigner(session, null, (tx, signer) => countersignKey(tx, signer, presented))
    : null;
  const { terminal } = session;
  const file = `${folder}/${owner.id}.pem`;
  terminal.data({ kid, person: owner.id, publicKey, fingerprint, file, authorityVersion: countersigned });
  if (countersigned !== null) {
    terminal.say(`Key ${kid} of ${owner.name} is registered and kept in ${file}.`);
    return;
  }
  terminal.say(
    `Key ${kid} of ${owner.name} is kept in ${file}. It counts once an Admin has countersigned it.`,
  );
  terminal.say(`Its fingerprint, for them to compare: ${fingerprint}`);
  terminal.say(`Then they run: quarterdeck keys countersign ${kid}`);
}

async function countersign(
  session: Session,
  kid: string | undefined,
  options: ConfirmOptions & { installation?: true },
): Promise<void> {
  if (kid === undefined) return listWaiting(session);
  const actor = options.installation ? null : await needActingPerson(session);
  const key = await session.db((tx) => findKey(tx, kid));
  if (!key || key.person === INSTALLATION)
    throw notFound(`No key ${kid} waits.`, 'Those that do: quarterdeck keys countersign');
  const fingerprint = fingerprintOf(key.publicKey);
  if (fingerprint.slice(0, 16) !== kid || key.revokedAt !== null)
    throw usage(`Key ${kid} is revoked, or is not what its id says.`, 'Make a new one: quarterdeck keys new');
  if ((await session.db(signedAuthority(session))).keys.has(kid)) {
    const title = `Key ${kid} was countersigned before.`;
    const fix = 'Nothing is left to do. Those that wait: quarterdeck keys countersign';
    throw new CliFailure({ exit: EXIT.stale, code: 'already_countersigned', title, fix });
  }
  const { terminal } = session;
  const people = await session.db(peopleById);
  terminal.say(
    `Key ${kid} of ${personName(people, key.person)} (${key.person}), fingerprint ${fingerprint}.`,
  );
  terminal.say('Whoever holds it decides as this person: ask them to read the fingerprint to you.');
  const reason = await confirm(session, options, kid, 'countersign it');
  const authorityVersion = await changeAsSigner(session, actor, (tx, signer) =>
    countersignKey(tx, signer, key, { reason }),
  );
  terminal.data({ kid, person: key.person, fingerprint, authorityVersion });
  terminal.say(`Key ${kid} signs for ${personName(people, key.person)} from now on.`);
}

async function listWaiting(session: Session): Promise<void> {
  const { waiting, people } = await session.db(async (tx) => {
    const signed = (await signedAuthority(session)(tx)).keys;
    const open = (await personKeys(tx)).filter(({ revokedAt }) => revokedAt === null);
    return { waiting: open.filter(({ kid }) => !signed.has(kid)), people: await peopleById(tx) };
  });
  session.terminal.list(
    waiting.map((key) => ({ ...key, fingerprint: fingerprintOf(key.publicKey) })),
    [
      { head: 'KEY', value: (row) => row.kid },
      { head: 'OF', value: (row) => personName(people, row.person), least: 10 },
      { head: 'FINGERPRINT', value: (row) => row.fingerprint, least: 32, lines: 2 },
    ],
    'No key waits to be countersigned.',
  );
}

async function revoke(session: Session, kid: string, options: { since?: string }): Promise<void> {
  const actor = await needActingPerson(session);
  const key = await session.db((tx) => findKey(tx, kid));
  if (!key) throw notFound(`There is no key ${kid}.`, 'Yours: quarterdeck whoami');
  mayTouch(actor, key.person);
  const now = applicationNow().toISOString();
  const since = options.since ?? now;
  if (since > now) throw usage('A key is revoked from now on, or from earlier.', 'Correct it.', 'since');
  if (!(await revoked(session, actor, key, since))) {
    throw new CliFailure({
      exit: EXIT.stale,
      code: 'already_revoked',
      title: `Key ${kid} was revoked before.`,
      fix: 'Make a new one: quarterdeck keys new',
    });
  }
  const { terminal } = session;
  const doubtful = await session.db((tx) => changesSignedWith(tx, kid, since));
  terminal.data({ kid, person: key.person, revokedAt: since, changesSignedSince: doubtful });
  terminal.say(`Key ${kid} of ${key.person} is revoked; nothing it signs from now on counts.`);
  if (since < now) terminal.say('What it has decided since then: quarterdeck audit verify lists it.');
  for (const one of doubtful)
    terminal.say(`It has signed change ${one.version} of authority since then: ${one.change}.`);
}

/** A key that was never countersigned has nothing to be revoked in the log; its row is closed. */
async function revoked(
  session: Session,
  actor: PersonRecord,
  key: PublicKey,
  since: string,
): Promise<boolean> {
  const { keys: signed } = await session.db(signedAuthority(session));
  if (!signed.has(key.kid)) return session.db((tx) => withdrawKey(tx, key.kid, since));
  return changeAsSigner(session, actor, (tx, signer) => revokeKey(tx, signer, key.kid, since));
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
