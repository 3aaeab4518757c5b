import { z } from 'zod';

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** From where mails are taken by IMAP. */
export const mailboxSettings = z
  .strictObject({
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535).default(993),
    user: z.string().min(1),
    /** One of the two; a file is for secrets that a platform mounts. */
    password: z.string().min(1).optional(),
    passwordFile: z.string().min(1).optional(),
    /** PEM of the certificate authority, where the server's is not a public one. */
    caFile: z.string().min(1).optional(),
    /** `implicit`: from the first byte; `starttls`: before anything is said; `none`: on this machine only. */
    tls: z.enum(['implicit', 'starttls', 'none']).default('implicit'),
    folder: z.string().min(1).default('INBOX'),
    /** Where a mail is moved to once it is taken. */
    taken: z.string().min(1).default('Quarterdeck'),
    everySeconds: z.number().min(1).max(3_600).default(30),
  })
  .refine((value) => (value.password === undefined) !== (value.passwordFile === undefined), {
    message: 'needs password or passwordFile, and not both',
  })
  .refine((value) => value.tls !== 'none' || LOOPBACK.includes(value.host), {
    message: 'may leave tls out only for a server on this machine',
  })
  .refine((value) => value.folder !== value.taken, {
    message: 'moves mails into the folder that it takes them from',
  });

export type MailboxSettings = z.infer<typeof mailboxSettings>;
