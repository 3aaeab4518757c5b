import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';

/** One message that the sink has taken over. */
export interface SunkMail {
  messageId: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  /** Null where the message has no such part. */
  html: string | null;
  inReplyTo: string | null;
  autoSubmitted: string | null;
}

export interface SmtpSink extends Simulator {
  mails: SunkMail[];
  /** Port of the SMTP server; `listen` answers the base URL of the HTTP control. */
  smtpPort(): number;
}

/**
 * A mail server that keeps what it is sent. Each message goes through the simulator's own HTTP pipeline as
 * `POST /messages`, so it is logged, delayed and made to fail like a request of any other vendor: a fault's `status` is the
 * SMTP reply code (451, 550 …), `loseAnswer` takes the message and cuts the line, `dropBefore` cuts it and takes nothing.
 * @param login when given, senders must log in with it (password or XOAUTH2 token).
 */
export function createSmtpSink(
  options: Omit<SimulatorOptions, 'vendor'> & {
    login?: { user: string; secret: string };
    smtpPort?: number;
  } = {},
): SmtpSink {
  const mails: SunkMail[] = [];
  const simulator = createSimulator(
    { ...options, vendor: 'smtp' },
    {
      reset: () => {
        mails.length = 0;
      },
      // Which message came first depends on the worker's timing; a mailbox has no order that could be compared.
      export: () => [...mails].sort((a, b) => (a.messageId < b.messageId ? -1 : 1)),
    },
  );
  simulator.app.post('/messages', async (request, reply) => {
    mails.push(request.body as SunkMail);
    return reply.code(250).send();
  });

  let pipeline = '';
  const { login } = options;
  const server = new SMTPServer({
    logger: false,
    disabledCommands: ['STARTTLS', ...(login ? [] : ['AUTH'])],
    authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
    authOptional: login === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: (auth, _session, done) =>
      auth.username === login?.user && (auth.password ?? auth.accessToken) === login?.secret
        ? done(null, { user: auth.username })
        : done(null, {
            data: { status: '401', schemes: 'bearer' },
            message: 'Invalid login',
            responseCode: 535,
          }),
    async onData(stream, session, done) {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of stream) chunks.push(chunk as Buffer);
      } catch (error) {
        // The sender went away within its message: nothing was taken over, and the others' mail goes on.
        return done(error as Error);
      }
      const mail = await read(
        Buffer.concat(chunks),
        session.envelope.rcptTo.map((to) => to.address),
      );
      const status = await fetch(`${pipeline}/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(mail),
      })
        .then((answer) => answer.status)
        // The pipeline has cut its answer (loseAnswer, dropBefore): so does the mail server.
        .catch(() => 'cut' as const);
      if (status === 'cut') return drop(server, session.id);
      if (status < 400) return done(null, 'accepted');
      // Servers quote the address that they refuse.
      done(
        Object.assign(new Error(`simulated ${status} <${mail.to.join('>, <')}>`), { responseCode: status }),
      );
    },
  });
  server.on('error', () => undefined);

  return {
    ...simulator,
    mails,
    smtpPort: () => (server.server.address() as AddressInfo).port,
    async listen(port = 0) {
      await new Promise<void>((resolve) =>
        server.listen(options.smtpPort ?? 0, '127.0.0.1', () => resolve()),
      );
      pipeline = await simulator.listen(port);
      return pipeline;
    },
    async close() {
      drop(server);
      await new Promise<void>((resolve) => server.close(resolve));
      await simulator.close();
    },
  };
}

/** Cuts one session, or all of them. */
function drop(server: SMTPServer, session?: string): void {
  for (const connection of server.connections)
    if (session === undefined || connection.id === session) connection._socket.destroy();
}

async function read(raw: Buffer, to: string[]): Promise<SunkMail> {
  const mail = await PostalMime.parse(raw);
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value ?? null;
  return {
    messageId: mail.messageId ?? '',
    from: mail.from?.address ?? '',
    to,
    subject: mail.subject ?? '',
    text: (mail.text ?? '').trimEnd(),
    html: mail.html?.trimEnd() ?? null,
    inReplyTo: mail.inReplyTo ?? null,
    autoSubmitted: header('auto-submitted'),
  };
}
