import { join } from 'node:path';
import { PORT_NAMES, PORTS, settingOf } from '../../adapters/ports/index.ts';
import type { PortRow } from '../../adapters/ports/port-row.ts';
import { LOOPBACK } from './ports.ts';
import { CLONE, keptKey, keptSecret, stateSubfolder } from './state.ts';

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
  smtpControl: 8335,
  jira: 8336,
  slack: 8337,
} as const;

export type ListenerName = keyof typeof PREFERRED_PORTS;

/**
 * The environment of every embedded process and of the clients that talk to it: the names of installation/configuration.ts
 * with the values of the embedded default. What the caller has set himself wins, except where a process must find
 * another one: `DATABASE_*`, `TEMPORAL_*`, the ports and `QUARTERDECK_STATE`.
 *
 * The simulated vendors keep their `requests.jsonl`, their journals and the sample's `rates.csv` in `QUARTERDECK_SANDBOX`
 * and listen where `QUARTERDECK_SANDBOX_PORTS` says (JSON: impartner, salesforce, anthropic, smtp, smtpControl, jira,
 * slack), which is
 * where the vendors' settings point. Their control routes want `QUARTERDECK_SANDBOX_KEY`.
 */
export function embeddedEnvironment(
  state: string,
  ports: Record<ListenerName, number>,
  outside: { databaseUrls: Record<string, string>; temporal: Record<string, string> },
  own: NodeJS.ProcessEnv = process.env,
  sample = true,
): Record<string, string> {
  const at = (name: ListenerName) => `http://${LOOPBACK}:${ports[name]}`;
  const sandbox = stateSubfolder('sandbox', state);
  return {
    ...withOwn(sample ? simulatedVendors(ports) : insteadOfSimulated(ports, own), own),
    ...withOwn(
      {
        QUARTERDECK_ENVIRONMENT: 'development',
        QUARTERDECK_POLICY: join(CLONE, 'policy'),
        QUARTERDECK_RATES: join(sandbox, 'rates.csv'),
        QUARTERDECK_KEYS: stateSubfolder('keys', state),
        QUARTERDECK_MASTER_KEY: keptKey('master', state),
        QUARTERDECK_INBOX: stateSubfolder('inbox', state),
        QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify({
          portal: { scheme: 'standard', secrets: [`whsec_${keptKey('portal-webhook', state)}`] },
          impartner: { scheme: 'shared_secret', secrets: [keptSecret('impartner-webhook', state)] },
          jira: {
            scheme: 'hmac_sha256',
            header: 'x-hub-signature',
            secrets: [keptSecret('jira-webhook', state)],
          },
          slack: {
            scheme: 'slack_v0',
            secrets: [keptSecret('slack-signing', state)],
            answersAt: at('slack'),
          },
        }),
        QUARTERDECK_API_KEYS: JSON.stringify({ api: keptSecret('api', state) }),
        QUARTERDECK_SAMPLE_SOURCES: 'portal,impartner',
      },
      own,
    ),
    // The command line in another terminal has to read what worker and server write, on the same day.
    ...(own.QUARTERDECK_CODEC_KEY ? { QUARTERDECK_CODEC_KEY: own.QUARTERDECK_CODEC_KEY } : {}),
    ...(own.QUARTERDECK_CLOCK_OFFSET ? { QUARTERDECK_CLOCK_OFFSET: own.QUARTERDECK_CLOCK_OFFSET } : {}),
    ...outside.databaseUrls,
    ...outside.temporal,
    QUARTERDECK_STATE: state,
    QUARTERDECK_HTTP_PORT: String(ports.http),
    QUARTERDECK_WORKER_PORT: String(ports.worker),
    QUARTERDECK_URL: at('http'),
    QUARTERDECK_TEMPORAL_UI: at('temporalUi'),
    QUARTERDECK_SANDBOX: sandbox,
    QUARTERDECK_SANDBOX_PORTS: JSON.stringify(sandboxPorts(ports)),
    QUARTERDECK_SANDBOX_KEY: keptSecret('sandbox', state),
  };
}

/** Where the simulated vendors listen. */
export function sandboxPorts(ports: Record<ListenerName, number>): Record<string, number> {
  const { impartner, salesforce, anthropic, smtp, smtpControl, jira, slack } = ports;
  return { impartner, salesforce, anthropic, smtp, smtpControl, jira, slack };
}

/** The vendor of each port that is simulated, and its settings as JSON. */
function simulatedVendors(ports: Record<ListenerName, number>): Record<string, string> {
  return Object.fromEntries(
    PORT_NAMES.flatMap((name) => {
      const row: Pick<PortRow<unknown, never>, 'sample'> = PORTS[name] as never;
      const sample = row.sample?.(ports);
      const setting = settingOf(name);
      return sample
        ? [
            [setting, sample.vendor],
            [`${setting}_SETTINGS`, JSON.stringify(sample.settings)],
          ]
        : [];
    }),
  );
}

/** On one's own data no vendor is simulated: a port that was not configured has its default. */
function insteadOfSimulated(
  ports: Record<ListenerName, number>,
  own: NodeJS.ProcessEnv,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(simulatedVendors(ports)).filter(([name]) => own[name.replace(/_SETTINGS$/, '')]),
  );
}

/** A vendor of one's own comes with its own settings: one name never gets the other's. */
function withOwn(embedded: Record<string, string>, own: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(embedded).map(([name, value]) => {
      const owner = own[name.replace(/_SETTINGS$/, '')];
      return [name, own[name] ?? (name.endsWith('_SETTINGS') && owner ? '{}' : value)];
    }),
  );
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
