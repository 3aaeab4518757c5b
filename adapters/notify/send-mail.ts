import { Readable } from 'node:stream';
import type { NodemailerError } from 'nodemailer/lib/errors';
import SMTPConnection, {
  type SMTPConnectionAuth,
  type SMTPConnectionOptions,
} from 'nodemailer/lib/smtp-connection';
import { type Call, VendorFault } from '../ports/call.ts';
import type { ComposedMail } from './mail.ts';

/** Who may not wait gives up on a server that does not even greet, and tries again where it may. */
const GREETING_MS = 2_000;

/**
 * Hands one message to an SMTP server over a connection of its own and answers the server's reply to it.
 * nodemailer's transport does not say how far a failed session came; here the body is a stream that notices when the server
 * has asked for it (354), and only from then on a lost connection leaves the outcome unknown.
 * @throws VendorFault
 */
export async function sendMail(
  options: SMTPConnectionOptions,
  auth: SMTPConnectionAuth | null,
  from: string,
  mail: ComposedMail,
  call: Call,
): Promise<string> {
  const timeout = AbortSignal.timeout(call.timeoutMs);
  const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
  const greetingMs = call.mayWait ? call.timeoutMs : Math.min(call.timeoutMs, GREETING_MS);
  const connection = new SMTPConnection({
    ...options,
    connectionTimeout: greetingMs,
    greetingTimeout: greetingMs,
    socketTimeout: call.timeoutMs,
    socketCloseTimeout: 0,
  });
  let bodyAsked = false;
  const body = Readable.from(
    (function* () {
      bodyAsked = true;
      yield mail.raw;
    })(),
  );
  try {
    return await new Promise<string>((resolve, reject) => {
      const fail = () => reject(signal.reason);
      if (signal.aborted) return fail();
      signal.addEventListener('abort', fail, { once: true });
      connection.once('error', reject);
      connection.connect((refused) => {
        if (refused) return reject(refused);
        const send = () =>
          connection.send({ from, to: mail.to, size: mail.raw.length }, body, (error, info) =>
            error ? reject(error) : resolve(info.response),
          );
        if (!auth) return send();
        connection.login(auth, (denied) => (denied ? reject(denied) : send()));
      });
    });
  } catch (error) {
    throw toFault(error as NodemailerError, bodyAsked, timeout.aborted ? call.timeoutMs : null);
  } finally {
    // Later errors of the dying socket have nobody to go to.
    connection.on('error', () => undefined);
    connection.close();
    body.destroy();
  }
}

/** Server replies may quote addresses and credentials: only the numeric and the enhanced code are passed on. */
function toFault(error: NodemailerError, bodyAsked: boolean, timedOutMs: number | null): VendorFault {
  const { responseCode, response, code = error.name } = error;
  if (code === 'ETLS')
    return new VendorFault({
      vendor: 'smtp',
      kind: 'rejected',
      message: 'no encrypted connection: use a server with STARTTLS, or port 465 with `secure: true`',
      code,
      certainlyNotLanded: true,
    });
  if (responseCode === undefined) {
    const credentials = code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2';
    const unusable = code === 'EENVELOPE' || code === 'EMESSAGE';
    return new VendorFault({
      vendor: 'smtp',
      kind: credentials ? 'auth' : unusable ? 'rejected' : 'unavailable',
      message: timedOutMs === null ? `no delivery (${code})` : `no answer within ${timedOutMs} ms`,
      code: timedOutMs === null ? code : 'timeout',
      certainlyNotLanded: !bodyAsked,
    });
  }
  const enhanced = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(response ?? '')?.[0];
  const said = enhanced ? `${responseCode} ${enhanced}` : String(responseCode);
  const permanent = responseCode >= 500;
  return new VendorFault({
    vendor: 'smtp',
    kind: !permanent ? 'unavailable' : code === 'EAUTH' ? 'auth' : 'rejected',
    message: `the server refused the message (${said})`,
    status: responseCode,
    code: enhanced ?? String(responseCode),
    // Any reply other than 2xx means that the server has not taken the message over (RFC 5321, 4.2.5).
    certainlyNotLanded: true,
  });
}
