import { Command } from 'commander';
import { INSTALLATION, KeyProblem, loadKey, type SigningKey } from '../../adapters/keys/keys.ts';
import { loadAuthority } from '../../adapters/store/authority.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { findKey } from '../../adapters/store/signing-keys.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { actingPerson } from '../actor.ts';
import { signedAuthority } from '../authority.ts';
import { applicationNow } from '../clock.ts';
import { fields } from '../layout.ts';
import { readPolicy } from '../policy.ts';
import { temporalTarget } from '../reviews/temporal-target.ts';
import { rightsText } from '../rights-text.ts';
import { databaseUrl, inSession, type Session } from '../session.ts';

export function whoami(): Command {
  return new Command('whoami')
    .description('who decides here when you do, with which key, and what they may')
    .addHelpText('after', '\nExample:\n  $ quarterdeck whoami --as ana')
    .action(inSession(show));
}

async function show(session: Session): Promise<void> {
  const person = await actingPerson(session);
  const { version, delegations } = await session.db(loadAuthority);
  const own = person ? keyIn(session.env.QUARTERDECK_KEYS, person.id) : NO_KEY;
  const { kid } = own.key ?? {};
  const keyState = kid ? await session.db((tx) => stateOfKey(session, tx, kid)) : 'missing';
  const { authority } = readPolicy((folder) => gatePolicy(folder, 'production')());
  const role = person && authority.roles[person.role];
  const now = applicationNow().toISOString();
  const inPlaceOf = delegations
    .filter((one) => one.to === person?.id && one.startsAt <= now && now < one.endsAt)
    .map((one) => one.from);
  const installation = keyIn(session.env.QUARTERDECK_KEYS, INSTALLATION);
  const target = temporalTarget(session.env);
  const database = new URL(databaseUrl());
  const { terminal } = session;
  terminal.data({
    person: person && {
      id: person.id,
      name: person.name,
      role: person.role,
      region: person.region,
      zone: person.zone,
    },
    key: kid ? { kid, state: keyState } : null,
    keyProblem: own.problem,
    rights: role?.rights ?? null,
    inPlaceOf,
    authorityVersion: version,
    environment: session.env.QUARTERDECK_ENVIRONMENT ?? 'production',
    installationKey: installation.key?.fingerprint ?? null,
    temporal: target,
    database: `${database.host}${database.pathname}`,
  });
  terminal.say(
    fields(
      [
        ['person', person ? `${person.name} (${person.id})` : 'nobody: set QUARTERDECK_PERSON'],
        ['role', role ? `${role.title}${person.region ? `, ${person.region}` : ''}` : null],
        ['may', role && rightsText(role.rights)],
        ['time zone', person?.zone ?? null],
        ['key', kid ? `${kid}, ${keyState}` : own.problem],
        ['in place of', inPlaceOf.length > 0 ? inPlaceOf.join(', ') : null],
        ['environment', session.env.QUARTERDECK_ENVIRONMENT ?? 'production'],
        ['installation key', installation.key?.fingerprint ?? null],
        ['Temporal', `${target.address}, namespace ${target.namespace}`],
        ['Postgres', `${database.host}${database.pathname}, as ${database.username}`],
      ],
      terminal.width,
    ),
  );
}

async function stateOfKey(session: Session, tx: Tx, kid: string): Promise<string> {
  const key = (await signedAuthority(session)(tx)).keys.get(kid);
  if (key) return key.revokedAt === null ? 'good' : 'revoked';
  return (await findKey(tx, kid)) ? 'not countersigned' : 'not registered';
}

interface FoundKey {
  key: SigningKey | null;
  /** Why it is not there or cannot be used, and what to do; null when it can. */
  problem: string | null;
}

const NO_KEY: FoundKey = { key: null, problem: null };

function keyIn(folder: string | undefined, owner: string): FoundKey {
  if (!folder) return { key: null, problem: 'QUARTERDECK_KEYS is not set: it names the folder of your key' };
  try {
    return { key: loadKey(folder, owner), problem: null };
  } catch (error) {
    if (error instanceof KeyProblem) return { key: null, problem: error.message };
    throw error;
  }
}
