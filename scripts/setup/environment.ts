import { LOOPBACK } from './ports.ts';
import { keptSecret, stateSubfolder } from './state.ts';

/** The ports of the embedded default, by name; a second start takes the same ones if they are free. */
export const PREFERRED_PORTS = {
  http: 8321,
  temporal: 7233,
  temporalUi: 8233,
  postgres: 54329,
  worker: 8322,
  impartner: 8331,
  salesforce: 8332,
  anthropic: 8333,
  smtp: 8334,
} as const;

export type PortName = keyof typeof PREFERRED_PORTS;

/**
 * The environment of every embedded process and of the clients that talk to it. The same names configure a production
 * installation; docs/operations.md explains each.
 *
 * - `DATABASE_URL`, `DATABASE_AUDITOR_URL`, `DATABASE_PARTNER_URL`: one per role; no process has the owner's.
 * - `TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`: as every Temporal tool reads them (or a temporal.toml profile).
 * - `QUARTERDECK_STATE`: folder for keys, outbox, inbox and logs; `QUARTERDECK_KEYS`: private keys inside it.
 * - `QUARTERDECK_HTTP_PORT`, `QUARTERDECK_WORKER_PORT`: where the server and the worker's health check listen;
 *   `QUARTERDECK_URL`: the server's address as others reach it.
 * - `QUARTERDECK_<VENDOR>_URL`: a vendor's base URL; the sandbox listens on these very ports.
 * - `QUARTERDECK_WEBHOOK_SECRET` (Standard Webhooks), `QUARTERDECK_IMPARTNER_WEBHOOK_SECRET` (shared secret).
 * - `QUARTERDECK_SANDBOX`: folder of the simulators' `requests.jsonl`; set means simulated vendors and development rules.
 */
export function embeddedEnvironment(
  state: string,
  ports: Record<PortName, number>,
  outside: { databaseUrls: Record<string, string>; temporal: Record<string, string> },
): Record<string, string> {
  const at = (name: PortName) => `http://${LOOPBACK}:${ports[name]}`;
  return {
    ...outside.databaseUrls,
    ...outside.temporal,
    QUARTERDECK_STATE: state,
    QUARTERDECK_KEYS: stateSubfolder('keys', state),
    QUARTERDECK_HTTP_PORT: String(ports.http),
    QUARTERDECK_WORKER_PORT: String(ports.worker),
    QUARTERDECK_URL: at('http'),
    QUARTERDECK_IMPARTNER_URL: at('impartner'),
    QUARTERDECK_SALESFORCE_URL: at('salesforce'),
    QUARTERDECK_ANTHROPIC_URL: at('anthropic'),
    QUARTERDECK_SMTP_URL: `smtp://${LOOPBACK}:${ports.smtp}`,
    QUARTERDECK_WEBHOOK_SECRET: `whsec_${Buffer.from(keptSecret('webhook', state)).toString('base64')}`,
    QUARTERDECK_IMPARTNER_WEBHOOK_SECRET: keptSecret('impartner-webhook', state),
    QUARTERDECK_SANDBOX: stateSubfolder('sandbox', state),
  };
}

/** The connection strings of the three roles on the embedded Postgres. */
export function databaseUrls(
  port: number,
  database: string,
  passwords: { app: string; auditor: string; partner: string },
): Record<string, string> {
  const url = (role: string, password: string) =>
    `postgresql://quarterdeck_${role}:${encodeURIComponent(password)}@${LOOPBACK}:${port}/${database}`;
  return {
    DATABASE_URL: url('app', passwords.app),
    DATABASE_AUDITOR_URL: url('auditor', passwords.auditor),
    DATABASE_PARTNER_URL: url('partner', passwords.partner),
  };
}
