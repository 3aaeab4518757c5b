import { z } from 'zod';
import { sourceSettings } from '../adapters/amount-settings.ts';
import { openClock } from '../adapters/clock.ts';
import { PORT_NAMES, PORTS, type PortName, settingOf } from '../adapters/ports/index.ts';
import { jsonText } from '../contracts/json-text.ts';
import { witnessSchema } from '../contracts/witness.ts';
import { QUEUES } from '../domain/intake.ts';

/**
 * The environment of worker, server and CLI, checked at start. docs/operations.md explains each name.
 * Temporal itself is configured as every Temporal tool is: `TEMPORAL_*` or a `temporal.toml` profile (installation/temporal.ts).
 */

const settings = jsonText.pipe(z.record(z.string(), z.unknown())).prefault('{}');
/** Separated by commas; none unless some are given. */
const names = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((one) => one.trim() || []));
const port = z.coerce.number().int().min(1).max(65535);

type VendorSettings = { [P in PortName as ReturnType<typeof settingOf<P>>]: z.ZodString };
type OwnSettings = { [P in PortName as `${ReturnType<typeof settingOf<P>>}_SETTINGS`]: typeof settings };

/** The vendor of each port, and what it is configured with (adapters/ports/index.ts). */
const portSettings = Object.fromEntries(
  PORT_NAMES.flatMap((name) => {
    const { vendor }: { vendor?: string } = PORTS[name];
    const named = z.string().min(1);
    const setting = settingOf(name);
    return [
      [setting, vendor === undefined ? named : named.default(vendor)],
      [`${setting}_SETTINGS`, settings],
    ];
  }),
) as VendorSettings & OwnSettings;

const environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgresql:// URL' }),
  DATABASE_AUDITOR_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_PARTNER_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** 32 bytes, base64: wraps the keys of data subjects. */
  QUARTERDECK_MASTER_KEY: z
    .base64({ error: 'is not base64; make one with: openssl rand -base64 32' })
    .refine((text) => Buffer.from(text, 'base64').length === 32, {
      error: 'is not 32 bytes; make one with: openssl rand -base64 32',
    }),
  /** Folder of private keys; the worker needs `installation` in it. */
  QUARTERDECK_KEYS: z.string().min(1),
  /** Where checkpoints of the audit are noted outside the database. */
  QUARTERDECK_WITNESS: witnessSchema,
  QUARTERDECK_POLICY: z.string().min(1).default('policy'),
  QUARTERDECK_TASK_QUEUE: z.string().min(1).default('quarterdeck'),
  /** Which of the queues this worker polls; together the workers of an installation poll all of them. */
  QUARTERDECK_QUEUES: z
    .string()
    .default(QUEUES.join(','))
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(QUEUES)).min(1, { error: `is a list of ${QUEUES.join(', ')}` })),
  QUARTERDECK_WORKER_PORT: port.default(8322),
  /** Where this worker answers; 0.0.0.0 inside a container. */
  QUARTERDECK_WORKER_HOST: z.string().min(1).default('127.0.0.1'),
  /** Where a person reaches the server; links and printed commands name it. */
  QUARTERDECK_URL: z.url().default('http://127.0.0.1:8321'),
  /** `development`: unsigned decisions pass and are marked, `--as` works. */
  QUARTERDECK_ENVIRONMENT: z.enum(['development', 'production']).default('production'),
  /** Development only: how far the installation's clock is from the machine's, `P40D` (adapters/clock.ts). */
  QUARTERDECK_CLOCK_OFFSET: z.string().optional(),
  /** 32 bytes, base64: encrypts every payload on its way to Temporal. Absent: payloads are readable in the Temporal UI. */
  QUARTERDECK_CODEC_KEY: z
    .base64()
    .refine((text) => Buffer.from(text, 'base64').length === 32, {
      error: 'is not 32 bytes; make one with: openssl rand -base64 32',
    })
    .optional(),
  /** host:port on which Prometheus finds the SDK's metrics. */
  QUARTERDECK_METRICS_ADDRESS: z
    .string()
    .regex(/^[^:]+:\d+$/, { error: 'is not host:port' })
    .optional(),
  /** Version of this build; see workers/versioning.ts. */
  QUARTERDECK_BUILD_ID: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,100}$/, { error: 'is letters, digits, dots, - and _' })
    .optional(),
  /** A pre-built workflow bundle; production does not start without it. */
  QUARTERDECK_BUNDLE: z.string().min(1).optional(),
  /** CSV with date,currency,usd. */
  QUARTERDECK_RATES: z.string().min(1),
  /** What each source's fields leave open: `{ "portal": { "currency": "EUR", "decimal": "," } }`; `*` is every other source. */
  QUARTERDECK_SOURCES: jsonText.pipe(z.record(z.string(), z.strictObject(sourceSettings))).prefault('{}'),
  /** Names (authserv-id) of the servers that receive our mail and check its senders, separated by commas. */
  QUARTERDECK_MAIL_SERVERS: names.pipe(
    z.array(z.string().regex(/^[A-Za-z0-9._-]{1,253}$/, { error: 'holds a name that no mail server has' })),
  ),
  ...portSettings,
  /** Most model tokens a day, in and out; then the template writes until midnight UTC. */
  QUARTERDECK_LLM_TOKENS_PER_DAY: z.coerce.number().int().positive().optional(),
  /** `sandbox`: the worker does not start where a vendor is no sandbox for certain. */
  QUARTERDECK_AGAINST: z.enum(['sandbox', 'production']).default('production'),
  /** Ports whose vendor's account is a test account, where that has the address of production; separated by commas. */
  QUARTERDECK_TEST_ACCOUNTS: names.pipe(
    z.array(z.enum(PORT_NAMES, { error: `is a list of ${PORT_NAMES.join(', ')}` })),
  ),
  /** Set by npm start: the vendors are simulated and the sample channel may start with a bootstrapped rollout. */
  QUARTERDECK_SANDBOX: z.string().min(1).optional(),
  QUARTERDECK_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
});

const checked = environment.superRefine((env, context) => {
  try {
    openClock(env);
  } catch (error) {
    const message = (error as Error).message.replace('QUARTERDECK_CLOCK_OFFSET ', '');
    context.addIssue({ code: 'custom', path: ['QUARTERDECK_CLOCK_OFFSET'], message });
  }
});

export type Configuration = z.output<typeof environment>;

/**
 * Reads the whole configuration.
 * @throws Error that lists every wrong or missing name with its reason, and never a value (it may be a secret).
 */
export function readConfiguration(env: NodeJS.ProcessEnv = process.env): Configuration {
  const result = checked.safeParse(env);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `  ${name} ${env[name] === undefined ? 'is missing' : issue.message}`;
  });
  throw new Error(
    `The configuration is wrong:\n${[...new Set(lines)].join('\n')}\nSee docs/operations.md, or run npm start for the embedded default.`,
  );
}
