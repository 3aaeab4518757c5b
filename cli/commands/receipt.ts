import { createPublicKey } from 'node:crypto';
import { Command } from 'commander';
import { INSTALLATION, loadKey } from '../../adapters/keys/keys.ts';
import { verifyReceipt } from '../../adapters/keys/receipts.ts';
import { findKey } from '../../adapters/store/signing-keys.ts';
import type { Json } from '../../domain/json.ts';
import { parseReceipt, type Receipt } from '../../domain/receipt.ts';
import { CliFailure, EXIT, notFound, usage } from '../failure.ts';
import { readInput } from '../input.ts';
import { fields } from '../layout.ts';
import { inSession, type Session } from '../session.ts';

export function receipt(): Command {
  const group = new Command('receipt').description('receipts of decisions: check one, print the key for it');
  group
    .command('verify')
    .description("check a receipt with the installation's public key alone; needs no running Quarterdeck")
    .argument('<file>', 'the receipt; - is standard input')
    .option('--key <file>', "the installation's public key (default: the key known here)")
    .addHelpText('after', '\nExample:\n  $ quarterdeck receipt verify receipt.json --key installation.pub')
    .action(inSession(verify));
  group
    .command('key')
    .description("print the installation's public key, for whoever checks receipts")
    .addHelpText('after', '\nExample:\n  $ quarterdeck receipt key > installation.pub')
    .action(inSession(key));
  return group;
}

async function verify(session: Session, path: string, options: { key?: string }): Promise<void> {
  const found = readReceipt(await readInput(path), path);
  const publicKey = options.key === undefined ? await knownKey(session, found) : await keyIn(options.key);
  const check = verifyReceipt(found, publicKey);
  const { terminal } = session;
  terminal.data({ genuine: check.genuine, why: check.genuine ? null : check.why, receipt: found });
  if (!check.genuine) {
    throw new CliFailure({
      exit: EXIT.refused,
      code: 'receipt_not_genuine',
      title: `This receipt does not prove anything: ${check.why}.`,
      fix: `Compare it with what the installation keeps: quarterdeck cases show ${found.case}`,
      case: found.case,
    });
  }
  terminal.say(terminal.paint('green', 'Genuine.'));
  terminal.say(
    fields(
      [
        ['decision', `${found.action} by ${found.by}, round ${found.round}`],
        ['case', found.case],
        ['at', found.at],
        [
          'signed by the person',
          found.signedWith ? `with key ${found.signedWith}` : 'no: policy let it pass unsigned',
        ],
        ['evidence', found.evidenceHash],
        ['policy', found.policyVersion],
        ['audit row', `${found.audit.seq}, ${found.audit.hash}`],
        ['installation', found.fingerprint],
      ],
      terminal.width,
    ),
  );
}

async function key(session: Session): Promise<void> {
  const own = installationKey(session);
  if (!own)
    throw notFound("The installation's key is not in QUARTERDECK_KEYS.", 'Run it where the worker runs.');
  session.terminal.data({ kid: own.kid, fingerprint: own.fingerprint, publicKey: own.publicKey });
  session.terminal.say(own.publicKey);
}

function readReceipt(bytes: Buffer, path: string): Receipt {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as Json;
    // What `reviews approve --json` prints holds the receipt inside the answer.
    const inner =
      typeof value === 'object' && value !== null && !Array.isArray(value) ? value.receipt : undefined;
    return parseReceipt(inner ?? value);
  } catch (error) {
    const why = error instanceof SyntaxError ? 'it is not JSON' : (error as Error).message;
    throw usage(`${path} holds no receipt: ${why}.`, 'Name the file that a decision printed.', 'file');
  }
}

/** SPKI as base64, or PEM. */
async function keyIn(path: string): Promise<string> {
  const text = (await readInput(path)).toString('utf8').trim();
  try {
    const key = text.startsWith('-----')
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.export({ type: 'spki', format: 'der' }).toString('base64');
  } catch {
    throw usage(
      `${path} holds no public key.`,
      'Make it with: quarterdeck receipt key > installation.pub',
      'key',
    );
  }
}

async function knownKey(session: Session, found: Receipt): Promise<string> {
  const own = installationKey(session);
  if (own && (own.kid === found.kid || !session.env.DATABASE_URL)) return own.publicKey;
  const registered = session.env.DATABASE_URL && (await session.db((tx) => findKey(tx, found.kid)));
  if (registered && registered.person === INSTALLATION) return registered.publicKey;
  throw notFound(
    `The key ${found.kid} that signed this receipt is not known here.`,
    'Ask the company for its public key and name it: --key FILE.',
  );
}

function installationKey(session: Session) {
  try {
    return session.env.QUARTERDECK_KEYS ? loadKey(session.env.QUARTERDECK_KEYS, INSTALLATION) : undefined;
  } catch {
    return undefined;
  }
}
