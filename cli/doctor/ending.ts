import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { CalendarRules } from '../../contracts/calendars.ts';
import { calendarRules } from '../../installation/calendars.ts';
import type { Configuration } from '../../installation/configuration.ts';
import { applicationNow } from '../clock.ts';
import type { Session } from '../session.ts';
import { type Check, failed, ok, soon } from './check.ts';

/** Something that is good until a day. `endsAt`: UTC instant. */
export interface Expiring {
  name: string;
  endsAt: string;
  fix: string;
}

const WARN_DAYS = 90;
const DAY_MS = 86_400_000;

/** What ends within 90 days: keys that sign, certificates that are shown or trusted, calendars that are listed by the day. */
export async function checkEndings(session: Session, configuration: Configuration): Promise<Check[]> {
  const endings = [
    ...(await keyEndings(session)),
    ...certificateEndings(session.env),
    ...calendarEndings(calendarRules(configuration.QUARTERDECK_POLICY)),
  ];
  const found = endings.flatMap((one) => checkEnding(one, applicationNow()));
  return found.length > 0
    ? found
    : [ok('keys, certificates, calendars', `none ends within ${WARN_DAYS} days`)];
}

/** Nothing while there is time. */
export function checkEnding({ name, endsAt, fix }: Expiring, now: Date): Check[] {
  const days = Math.floor((Date.parse(endsAt) - now.getTime()) / DAY_MS);
  const day = endsAt.slice(0, 10);
  if (days < 0) return [failed(name, `ended on ${day}`, fix)];
  return days <= WARN_DAYS ? [soon(name, `ends on ${day}, in ${days} days`, fix)] : [];
}

/** The last key of each person and of the installation; a key without an end never ends. */
async function keyEndings(session: Session): Promise<Expiring[]> {
  const { rows } = await session.db((tx) =>
    tx.query<{ person_id: string; ends: Date }>(
      `select person_id, max(valid_to) as ends from signing_keys where revoked_at is null
       group by person_id having bool_and(valid_to is not null) order by person_id`,
    ),
  );
  return rows.map(({ person_id, ends }) => ({
    name: `key of ${person_id}`,
    endsAt: ends.toISOString(),
    fix: `Make a new one: quarterdeck keys new --for ${person_id}`,
  }));
}

/**
 * The certificates that Temporal's and Postgres' connections are set to show or to trust, and NODE_EXTRA_CA_CERTS. Of a file that
 * is trusted the one that ends last counts: a list of authorities holds others that ended long ago.
 */
export function certificateEndings(env: NodeJS.ProcessEnv): Expiring[] {
  const { tls } = loadClientConnectConfig({ overrideEnvVars: present(env) }).connectionOptions;
  const temporal = typeof tls === 'object' && tls !== null ? tls : {};
  const databases = ['DATABASE_URL', 'DATABASE_AUDITOR_URL', 'DATABASE_PARTNER_URL'].map((name) => {
    const url = env[name] ? new URL(env[name]).searchParams : new URLSearchParams();
    return { name, shown: fileAt(url.get('sslcert')), trusted: fileAt(url.get('sslrootcert')) };
  });
  const shown: Held[] = [
    ['Temporal client', temporal.clientCertPair?.crt],
    ...databases.map((one): Held => [`${one.name} sslcert`, one.shown]),
  ];
  const trusted: Held[] = [
    ['Temporal server CA', temporal.serverRootCACertificate],
    ['Node', fileAt(env.NODE_EXTRA_CA_CERTS)],
    ...databases.map((one): Held => [`${one.name} sslrootcert`, one.trusted]),
  ];
  return [...shown.flatMap(endingsOf), ...trusted.flatMap((held) => lastOf(endingsOf(held)))];
}

type Held = [name: string, pem: Uint8Array | undefined];

const fileAt = (path: string | null | undefined) => (path ? readFileSync(path) : undefined);

const endingsOf = ([name, pem]: Held): Expiring[] =>
  pem ? certificatesIn(pem).map((one) => certificate(name, one)) : [];

const lastOf = (endings: Expiring[]): Expiring[] =>
  [...endings].sort((a, b) => (a.endsAt < b.endsAt ? 1 : -1)).slice(0, 1);

function present(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

function certificatesIn(pem: Uint8Array): X509Certificate[] {
  const blocks = Buffer.from(pem)
    .toString('utf8')
    .match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  return (blocks ?? []).map((block) => new X509Certificate(block));
}

function certificate(name: string, one: X509Certificate): Expiring {
  const subject = one.subject.split('\n').at(-1) ?? 'without a subject';
  return {
    name: `certificate of ${name} (${subject})`,
    endsAt: new Date(one.validTo).toISOString(),
    fix: 'Get a new one from whoever issued it, put it in the place of this one and restart.',
  };
}

/** Regions that follow no calendar end with the last year that is listed for them. */
export function calendarEndings({ regions }: CalendarRules): Expiring[] {
  return Object.entries(regions).flatMap(([region, { follows, add }]) => {
    const listed = add.filter((day) => day.length === 10).sort();
    const last = listed.at(-1)?.slice(0, 4);
    if (follows !== null || last === undefined) return [];
    return [
      {
        name: `calendar of ${region}`,
        endsAt: `${last}-12-31T23:59:59.999Z`,
        fix: 'Let it follow a country in policy/calendars.yaml (docs/operations.md, Policy), or list the next year.',
      },
    ];
  });
}
