import XOAuth2 from 'nodemailer/lib/xoauth2';
import { z } from 'zod';
import { vendorConfig } from '../config.ts';
import { VendorFault } from '../ports/call.ts';
import type { NotifyPort } from '../ports/notify.ts';
import type { Write } from '../ports/write.ts';
import { composeCorrection, composeNotice, readNotice } from './mail.ts';
import { sendMail } from './send-mail.ts';

/** Settings of the `smtp` notifier. Least privilege: an account that may only send as `from`. */
const smtpConfig = z
  .strictObject({
    host: z.string().min(1),
    port: z.int().min(1).max(65535).default(587),
    /** TLS from the first byte (port 465); else STARTTLS, which a server elsewhere than on this machine must offer. */
    secure: z.boolean().default(false),
    auth: z
      .union([
        z.strictObject({ user: z.string().min(1), pass: z.string().min(1) }),
        z.strictObject({
          user: z.string().min(1),
          clientId: z.string().min(1),
          clientSecret: z.string().min(1),
          refreshToken: z.string().min(1),
          /** Token endpoint of the mail provider. */
          accessUrl: z.url({ protocol: /^https?$/ }),
        }),
        z.strictObject({ user: z.string().min(1), accessToken: z.string().min(1) }),
      ])
      .optional(),
    from: z.email(),
    /** Domain of our Message-IDs; the sender's own unless set. */
    messageIdDomain: z.hostname().optional(),
  })
  .transform((config) => ({
    ...config,
    messageIdDomain: config.messageIdDomain ?? config.from.slice(config.from.indexOf('@') + 1),
  }));

/** Mail over SMTP: at most once, since SMTP has neither an idempotency key nor a look-up. @throws Error naming the setting */
export function smtpNotify(settings: unknown): NotifyPort {
  const config = vendorConfig('smtp', smtpConfig, settings);
  const { from, messageIdDomain: domain } = config;
  const options = {
    host: config.host,
    port: config.port,
    secure: config.secure,
    requireTLS: !config.secure && !isLoopback(config.host),
    name: domain,
  };
  const auth = login(config.auth);

  const send: Write = {
    repeat: 'at_most_once',
    searchLagMs: 0,
    movesMoney: false,
    before: async () => null,
    async send(payload, key, call) {
      const mail = await composeNotice(readNotice('smtp', payload), key, from, domain);
      await sendMail(options, auth, from, mail, call);
      return { id: mail.messageId, created: true };
    },
    lookup: async () => 'unknown',
    async undo({ payload, key }, call) {
      const mail = await composeCorrection(readNotice('smtp', payload), key, from, domain);
      try {
        await sendMail(options, auth, from, mail, call);
        return { corrected: 'The e-mail cannot be taken back; a correction was sent after it.' };
      } catch (error) {
        // A correction is sent at most once too: a retry after an unknown outcome could send a second one.
        if (error instanceof VendorFault && !error.certainlyNotLanded)
          return {
            corrected:
              'The e-mail cannot be taken back; a correction was handed over, but the server never confirmed it.',
          };
        throw error;
      }
    },
  };
  return { vendor: 'smtp', writes: { send } };
}

function login(auth: z.output<typeof smtpConfig>['auth']) {
  if (!auth) return null;
  if ('pass' in auth) return { user: auth.user, credentials: { user: auth.user, pass: auth.pass } };
  return { user: auth.user, oauth2: new XOAuth2(auth) };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
