import { Command } from 'commander';
import { INSTALLATION, loadKey, type SigningKey } from '../../adapters/keys/keys.ts';
import { loadAuthority } from '../../adapters/store/authority.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { findKey } from '../../adapters/store/signing-keys.ts';
import { gatePolicy } from '../../installation/gate-policy.ts';
import { actingPerson } from '../actor.ts';
import { signedAuthority } from '../authority.ts';
import { applicationNow } from '../clock.ts';
import { fields } from '../layout.ts';
import { readPolicy } from '../policy.ts';
import { rightsText } from '../rights-text.ts';
import { inSession, type Session } from '../session.ts';
import { temporalTarget } from '../temporal-target.ts';

export function whoami(): Command {
  return new Command('whoami')
    .description('who decides here when you do, with which key, and what they may')
    .addHelpText('after', '\nExample:\n  $ quarterdeck whoami --as ana')
    .action(inSession(show));
}

async function show(session: Session): Promise<void> {
  const person = await actingPerson(session);
  const { version, delegations } = await session.db(loadAuthority);
  const own = person ? keyIn(session.env.QUARTERDECK_KEYS, person.id) : undefined;
  const keyState = own ? await session.db((tx) => stateOfKey(session, tx, own.kid)) : 'missing';
  const { authority } = readPolicy((folder) => gatePolicy(folder, 'production')());
  const role = person && authority.roles[person.role];
  const now = applicationNow().toISOString();
  const inPlaceOf = delegations
    .filter((one) => one.to === person?.id && one.startsAt <= now && now < one.endsAt)
    .map((one) => one.from);
  const installation = keyIn(session.env.QUARTERDECK_KEYS, INSTALLATION);
  const target = temporalTarget(session.env);
  const database = new URL(session.env.DATABASE_URL ?? 'postgresql://unknown');
  const { terminal } = session;
  terminal.data({
    person: person && {
      id: person.id,
      name: person.name,
      role: person.role,
      region: person.region,
      zone: person.zone,
    },
    key: own ? { kid: own.kid, state: keyState } : null,
    rights: role?.rights ?? null,
    inPlaceOf,
    authorityVersion: version,
    environment: session.env.QUARTERDECK_ENVIRONMENT ?? 'production',
    installationKey: installation?.fingerprint ?? null,
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
        ['key', person && (own ? `${own.kid}, ${keyState}` : 'none here: quarterdeck keys new')],
        ['in place of', inPlaceOf.length > 0 ? inPlaceOf.join(', ') : null],
        ['environment', session.env.QUARTERDECK_ENVIRONMENT ?? 'production'],
        ['installation key', installation?.fingerprint ?? null],
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

function keyIn(folder: string | undefined, owner: string): SigningKey | undefined {
  if (!folder) return undefined;
  try {
    return loadKey(folder, owner);
  } catch {
    return undefined;
  }
}
