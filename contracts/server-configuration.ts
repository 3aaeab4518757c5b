import { z } from 'zod';
import { jsonText } from './json-text.ts';
import { mailboxes } from './mailbox-settings.ts';

/** Sources of our own: what comes by file or by mail, and registrations of the past. */
const OWN_SOURCES = ['files', 'email', 'history'];

/** Names of sources and API keys: they become part of case ids. */
const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'use a-z, 0-9, - and _, at most 40 characters')
  .refine(
    (text) => !OWN_SOURCES.includes(text),
    `takes other names than ${OWN_SOURCES.join(', ')}: these are our own sources`,
  );
const secrets = <T extends z.ZodType<string>>(secret: T) => z.array(secret).min(1).max(2);

const standardSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]+=*$/, 'must be whsec_ and base64')
  .refine((secret) => {
    const { length } = Buffer.from(secret.slice('whsec_'.length), 'base64');
    return length >= 24 && length <= 64;
  }, 'must hold 24 to 64 random bytes');

/** How the requests of one webhook source are proved; two secrets while one replaces the other. */
export const webhookSource = z.discriminatedUnion('scheme', [
  z.object({ scheme: z.literal('standard'), secrets: secrets(standardSecret) }),
  z.object({
    scheme: z.literal('shared_secret'),
    secrets: secrets(z.string().min(24, 'must have at least 24 characters')),
    /** The header that carries it, lower case. */
    header: z.string().toLowerCase().default('x-quarterdeck-secret'),
  }),
  z.object({
    scheme: z.literal('hmac_sha256'),
    secrets: secrets(z.string().min(24, 'must have at least 24 characters')),
    /** The header that carries the signature, lower case; the default is PartnerStack's. */
    header: z.string().toLowerCase().default('x-partnerstack-signature'),
  }),
  /** HubSpot's signature v3, with the client secret of the app. */
  z.object({
    scheme: z.literal('hubspot_v3'),
    secrets: secrets(z.string().min(24, 'must have at least 24 characters')),
  }),
  /** Slack's signature v0, with the signing secret of the app. */
  z.object({
    scheme: z.literal('slack_v0'),
    secrets: secrets(z.string().min(24, 'must have at least 24 characters')),
    /** Where an answer to a press of a button may be sent, whatever the request names. */
    answersAt: z.url({ protocol: /^https?$/ }).default('https://hooks.slack.com'),
  }),
]);
export type WebhookSource = z.infer<typeof webhookSource>;

const fields = z.object({
  QUARTERDECK_ENVIRONMENT: z.enum(['development', 'production']).default('production'),
  QUARTERDECK_HTTP_HOST: z.string().min(1).default('127.0.0.1'),
  QUARTERDECK_HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(8321),
  /** Watched folder; absent: none is watched. */
  QUARTERDECK_INBOX: z.string().min(1).optional(),
  /** Watched folder of mails that your mail server alone writes into, such as `new` of a Maildir; absent: none is watched. */
  QUARTERDECK_MAIL_FOLDER: z.string().min(1).optional(),
  /** Mailboxes from which mails are taken, one or a list: `{ "host": "imap.example", "user": "claims", "passwordFile": "/run/secrets/imap", "lifecycle": "claim" }` */
  QUARTERDECK_MAILBOX: jsonText.pipe(mailboxes).optional(),
  /** `{ "portal": { "scheme": "standard", "secrets": ["whsec_…"] } }` */
  QUARTERDECK_WEBHOOK_SECRETS: jsonText
    .pipe(
      z
        .record(name, webhookSource)
        .refine(
          (sources) =>
            Object.entries(sources).every(
              ([key, { scheme }]) => (scheme === 'hubspot_v3') === (key === 'hubspot'),
            ),
          'takes the scheme hubspot_v3 for the source hubspot, and for no other',
        )
        .refine(
          (sources) =>
            Object.entries(sources).every(
              ([key, { scheme }]) => (scheme === 'slack_v0') === (key === 'slack'),
            ),
          'takes the scheme slack_v0 for the source slack, and for no other',
        ),
    )
    .default({}),
  /** Where others reach this server: HubSpot signs the address that it calls. */
  QUARTERDECK_URL: z.url().default('http://127.0.0.1:8321'),
  /** `{ "portal": "key" }`: name → key; the name is the source of what is submitted with it. Empty: nobody gets in. */
  QUARTERDECK_API_KEYS: jsonText
    .pipe(z.record(name, z.string().min(24, 'must have at least 24 characters')))
    .default({}),
  /** Where the Temporal UI is: only its pages may ask the codec server from a browser. */
  QUARTERDECK_TEMPORAL_UI: z.url().optional(),
  /** Sources whose registrations belong to the sample channel, separated by commas. */
  QUARTERDECK_SAMPLE_SOURCES: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((each) => each !== '')),
});

/** The HTTP process's part of the environment. Beyond this machine the API is never open. */
export const serverConfiguration = fields.refine(
  (value) =>
    ['127.0.0.1', '::1', 'localhost'].includes(value.QUARTERDECK_HTTP_HOST) ||
    Object.keys(value.QUARTERDECK_API_KEYS).length > 0,
  {
    path: ['QUARTERDECK_API_KEYS'],
    message: 'must hold a key when QUARTERDECK_HTTP_HOST is reachable from other machines',
  },
);

export type ServerConfiguration = z.infer<typeof serverConfiguration>;

/**
 * Reads the HTTP process's part of the environment.
 * @throws Error that lists every wrong name with its reason, and never a value (it may be a secret).
 */
export function readServerConfiguration(env: NodeJS.ProcessEnv = process.env): ServerConfiguration {
  const result = serverConfiguration.safeParse(env);
  if (result.success) return result.data;
  const lines = result.error.issues.flatMap((issue) =>
    // Of a name that is wrong, why it is.
    (issue.code === 'invalid_key' ? issue.issues : [issue]).map(
      ({ message }) => `  ${issue.path.map(String).join('.')} ${message}`,
    ),
  );
  throw new Error(`The configuration is wrong:\n${[...new Set(lines)].join('\n')}\nSee docs/operations.md.`);
}
