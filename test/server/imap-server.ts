import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

export interface ImapOptions {
  /** Key and certificate, PEM: it speaks TLS from the first byte. */
  tls?: { key: string; cert: string };
  /** Without MOVE a client copies, marks as deleted and expunges. */
  move?: boolean;
}

interface Kept {
  uid: number;
  body: Buffer;
  deleted: boolean;
}

/**
 * An IMAP server (RFC 3501, with MOVE and UIDPLUS) of one user over real TCP, which can break off at any command and give its mails new
 * numbers, as servers do that lost theirs.
 */
export class ImapServer {
  readonly folders = new Map<string, Kept[]>([['INBOX', []]]);
  /** Commands as they came in, without their arguments' secrets. */
  readonly commands: string[] = [];
  /** Ends the connection instead of answering, once, when a command matches. */
  breakAt: RegExp | null = null;
  #uid = 1;
  #validity = 1;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #options: ImapOptions;

  constructor(options: ImapOptions = {}) {
    this.#options = options;
    const serve = (socket: Socket) => this.#serve(socket);
    this.#server = options.tls ? createTlsServer(options.tls, serve) : createServer(serve);
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  put(body: string | Buffer, folder = 'INBOX'): void {
    this.#in(folder).push({ uid: this.#uid++, body: Buffer.from(body), deleted: false });
  }

  /** Every mail gets a new number, and what numbers were is void. */
  renumber(): void {
    this.#validity += 1;
    for (const mails of this.folders.values()) for (const mail of mails.toReversed()) mail.uid = this.#uid++;
  }

  #in(folder: string): Kept[] {
    const found = this.folders.get(folder) ?? [];
    this.folders.set(folder, found);
    return found;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket)).on('error', () => {});
    socket.write('* OK IMAP4rev1 ready\r\n');
    let rest = '';
    const session = { folder: 'INBOX' };
    socket.on('data', (bytes) => {
      rest += bytes.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        this.#answer(socket, session, line);
      }
    });
  }

  #answer(socket: Socket, session: { folder: string }, line: string): void {
    const [tag = '', ...words] = line.split(' ');
    const uid = words[0]?.toUpperCase() === 'UID';
    const command = (uid ? `UID ${words[1]}` : (words[0] ?? '')).toUpperCase();
    this.commands.push(command);
    if (this.breakAt?.test(command)) {
      this.breakAt = null;
      socket.destroy();
      return;
    }
    const args = words.slice(uid ? 2 : 1);
    const mails = () => this.#in(session.folder);
    const chosen = () => mails().filter((mail) => inSet(args[0] ?? '', mail.uid));
    const say = (text: string) => socket.write(`${text}\r\n`);
    const done = (text = 'done') => say(`${tag} OK ${text}`);
    switch (command) {
      case 'CAPABILITY':
        say(
          `* CAPABILITY IMAP4rev1 UIDPLUS SASL-IR AUTH=XOAUTH2${this.#options.move === false ? '' : ' MOVE'}`,
        );
        return void done();
      case 'LOGIN':
        return void (line.includes('"secret"') || line.endsWith(' secret')
          ? done()
          : say(`${tag} NO [AUTHENTICATIONFAILED] wrong`));
      case 'LIST':
      case 'LSUB':
        // An empty name asks for the mark between folders.
        if (line.endsWith('""')) {
          say(`* ${command} (\\Noselect) "/" ""`);
          return void done();
        }
        for (const folder of this.folders.keys()) say(`* ${command} () "/" "${folder}"`);
        return void done();
      case 'CREATE':
        // Not every server gives its reason a code (RFC 5530).
        if (this.folders.has(unquoted(args[0]))) return void say(`${tag} NO exists`);
        this.#in(unquoted(args[0]));
        return void done();
      case 'STATUS':
        if (!this.folders.has(unquoted(args[0]))) return void say(`${tag} NO no such folder`);
        say(`* STATUS ${args[0]} (MESSAGES ${this.#in(unquoted(args[0])).length})`);
        return void done();
      case 'AUTHENTICATE':
        return void (Buffer.from(args[1] ?? '', 'base64').toString() ===
        'user=deals\x01auth=Bearer secret\x01\x01'
          ? done()
          : say(`${tag} NO [AUTHENTICATIONFAILED] wrong`));
      case 'SELECT':
        session.folder = unquoted(args[0]);
        say('* FLAGS (\\Deleted \\Seen)');
        say('* OK [PERMANENTFLAGS (\\Deleted \\Seen)] ok');
        say(`* ${mails().length} EXISTS`);
        say('* 0 RECENT');
        say(`* OK [UIDVALIDITY ${this.#validity}] ok`);
        say(`* OK [UIDNEXT ${this.#uid}] ok`);
        return void done('[READ-WRITE] selected');
      case 'UID SEARCH':
        say(
          `* SEARCH ${mails()
            .filter((one) => !one.deleted)
            .map((one) => one.uid)
            .join(' ')}`,
        );
        return void done();
      case 'UID FETCH':
        for (const mail of chosen()) {
          const number = mails().indexOf(mail) + 1;
          const whole = /BODY(?:\.PEEK)?\[\]/i.test(line);
          socket.write(`* ${number} FETCH (UID ${mail.uid} RFC822.SIZE ${mail.body.length}`);
          if (whole) {
            socket.write(` BODY[] {${mail.body.length}}\r\n`);
            socket.write(mail.body);
          }
          say(')');
        }
        return void done();
      case 'UID COPY':
      case 'UID MOVE': {
        const moved = chosen();
        for (const { body } of moved) this.put(body, unquoted(args[1]));
        if (command === 'UID MOVE') this.#remove(session.folder, moved, say);
        return void done();
      }
      case 'UID STORE':
        for (const mail of chosen()) mail.deleted ||= /\\Deleted/i.test(line);
        return void done();
      case 'EXPUNGE':
      case 'UID EXPUNGE':
        this.#remove(
          session.folder,
          mails().filter((one) => one.deleted),
          say,
        );
        return void done();
      case 'LOGOUT':
        say('* BYE');
        done();
        return void socket.end();
      default:
        return void (/^(?:NOOP|CLOSE|UNSELECT|ENABLE|ID|NAMESPACE|COMPRESS)$/.test(command)
          ? done()
          : say(`${tag} BAD ${command}`));
    }
  }

  #remove(folder: string, gone: readonly Kept[], say: (text: string) => void): void {
    const mails = this.#in(folder);
    for (const mail of gone) {
      say(`* ${mails.indexOf(mail) + 1} EXPUNGE`);
      mails.splice(mails.indexOf(mail), 1);
    }
  }
}

function inSet(set: string, uid: number): boolean {
  return set.split(',').some((part) => {
    const [from = '', to = from] = part.split(':');
    return uid >= Number(from) && (to === '*' || uid <= Number(to));
  });
}

function unquoted(text = ''): string {
  return text.replace(/^"|"$/g, '');
}
