import { z } from 'zod';
import { LIFECYCLES } from '../domain/lifecycles.ts';

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

const WAYS_IN = ['password', 'passwordFile', 'tokenFile', 'tokenCommand', 'oauth'] as const;

/** A client of the mail provider (RFC 6749): with a refresh token for a person's mailbox, without one as itself (4.4). */
const mailboxOauth = z
  .strictObject({
    tokenUrl: z.url({ protocol: /^https?$/ }),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1).optional(),
    clientSecretFile: z.string().min(1).optional(),
    scope: z.string().min(1).optional(),
    refreshTokenFile: z.string().min(1).optional(),
  })
  .refine((value) => value.clientSecret === undefined || value.clientSecretFile === undefined, {
    message: 'takes clientSecret or clientSecretFile, and not both',
  })
  .refine(({ tokenUrl }) => tokenUrl.startsWith('https:') || LOOPBACK.includes(new URL(tokenUrl).hostname), {
    message: 'may ask for a token without https only on this machine',
  });

/** From where mails are taken by IMAP. */
export const mailboxSettings = z
  .strictObject({
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535).default(993),
    user: z.string().min(1),
    /** One of these five; a file is for secrets that a platform mounts. */
    password: z.string().min(1).optional(),
    passwordFile: z.string().min(1).optional(),
    /** An OAuth 2.0 access token that somebody else keeps fresh. */
    tokenFile: z.string().min(1).optional(),
    /** Program and arguments that print a fresh access token. No shell reads them. */
    tokenCommand: z.array(z.string().min(1)).min(1).optional(),
    /** A client that asks for its own access tokens. */
    oauth: mailboxOauth.optional(),
    /** PEM of the certificate authority, where the server's is not a public one. */
    caFile: z.string().min(1).optional(),
    /** `implicit`: from the first byte; `starttls`: before anything is said; `none`: on this machine only. */
    tls: z.enum(['implicit', 'starttls', 'none']).default('implicit'),
    folder: z.string().min(1).default('INBOX'),
    /** What its mails are about. */
    lifecycle: z.enum(LIFECYCLES).default('deal'),
    /** Where a mail is moved to once it is taken. */
    taken: z.string().min(1).default('Quarterdeck'),
    everySeconds: z.number().min(1).max(3_600).default(30),
  })
  .refine((value) => WAYS_IN.filter((way) => value[way] !== undefined).length === 1, {
    message: `needs one of ${WAYS_IN.join(', ')}`,
  })
  .refine((value) => value.tls !== 'none' || LOOPBACK.includes(value.host), {
    message: 'may leave tls out only for a server on this machine',
  })
  .refine((value) => value.folder !== value.taken, {
    message: 'moves mails into the folder that it takes them from',
  });

/** One mailbox, or several: no folder is taken from twice. */
export const mailboxes = z.preprocess(
  (value) => (Array.isArray(value) || value === undefined ? value : [value]),
  z
    .array(mailboxSettings)
    .refine(
      (all) =>
        new Set(all.map(({ host, port, user, folder }) => JSON.stringify([host, port, user, folder])))
          .size === all.length,
      { message: 'takes mails from one folder twice' },
    ),
);

export type MailboxSettings = z.infer<typeof mailboxSettings>;
export type MailboxOauth = z.infer<typeof mailboxOauth>;
