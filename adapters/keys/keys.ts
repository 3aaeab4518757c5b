import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The name under which the installation's own key is kept; it signs checkpoints and receipts. */
export const INSTALLATION = 'installation';

/** A key file that is missing, is not safe or holds no key; the message says what to do. */
export class KeyProblem extends Error {}

/** A signing key (Ed25519) of a person or of the installation. */
export interface SigningKey {
  /** First sixteen hex digits of the fingerprint. */
  kid: string;
  /** Person id, or `installation`. */
  owner: string;
  /** SPKI, base64: what Postgres and others get. */
  publicKey: string;
  /** SHA-256 of the public key's SPKI in DER, hex. */
  fingerprint: string;
  privateKey: KeyObject;
}

/**
 * Makes a key and keeps it in `folder` as `<owner>.pem`, readable by its owner only; the one before stays beside it under its
 * kid. The public half still has to be registered.
 */
export function newKey(folder: string, owner: string): SigningKey {
  const path = keyPath(folder, owner);
  const before = readKey(path, owner);
  if (before) renameSync(path, join(folder, `${owner}.${before.kid}.pem`));
  return made(folder, owner, (draft) => renameSync(draft, path));
}

/** The key of an owner. @throws KeyProblem naming the command that makes one, or the permission to take away. */
export function loadKey(folder: string, owner: string): SigningKey {
  const key = readKey(keyPath(folder, owner), owner);
  if (!key) throw new KeyProblem(`no signing key of ${owner} here; make one with: quarterdeck keys new`);
  return key;
}

/** The installation's key; made on first use, and once only when several processes start together. */
export function installationKey(folder: string): SigningKey {
  const path = keyPath(folder, INSTALLATION);
  const kept = readKey(path, INSTALLATION);
  if (kept) return kept;
  try {
    return made(folder, INSTALLATION, (draft) => linkSync(draft, path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return loadKey(folder, INSTALLATION);
  }
}

/**
 * The installation's public key as this folder has it: from `installation.pem` where the worker runs, elsewhere from
 * `installation.pub` (what `quarterdeck receipt key` prints). Undefined when it has neither.
 * @throws KeyProblem when a file is there and holds no Ed25519 key
 */
export function installationPublicKey(folder: string): Pick<SigningKey, 'kid' | 'publicKey'> | undefined {
  const own = readKey(keyPath(folder, INSTALLATION), INSTALLATION);
  if (own) return { kid: own.kid, publicKey: own.publicKey };
  const path = join(folder, `${INSTALLATION}.pub`);
  const text = textOf(path)?.trim();
  return text === undefined ? undefined : publicKeyOf(text, path);
}

/** A public key in SPKI, base64. @param from where it was read, for the message @throws KeyProblem when it is none */
export function publicKeyOf(text: string, from: string): Pick<SigningKey, 'kid' | 'publicKey'> {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('another kind of key');
    const publicKey = key.export({ type: 'spki', format: 'der' }).toString('base64');
    return { kid: fingerprintOf(publicKey).slice(0, 16), publicKey };
  } catch {
    throw new KeyProblem(`${from} holds no public key; make it with: quarterdeck receipt key`);
  }
}

/** SHA-256 of a public key (SPKI, base64) in hex. */
export function fingerprintOf(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
}

function made(folder: string, owner: string, place: (draft: string) => void): SigningKey {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = describe(privateKey, owner);
  const draft = join(folder, `.${key.kid}.tmp`);
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  try {
    place(draft);
  } finally {
    rmSync(draft, { force: true });
  }
  return key;
}

function readKey(path: string, owner: string): SigningKey | undefined {
  const text = textOf(path);
  if (text === undefined) return undefined;
  // Windows has no such bits.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw new KeyProblem(`the key ${path} can be read by others; run: chmod 600 ${path}`);
  try {
    return describe(createPrivateKey(text), owner);
  } catch {
    throw new KeyProblem(`${path} holds no private key; put the right file there, or make another key`);
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new KeyProblem(`the key ${path} cannot be read (${code}); correct its place or its permissions`);
  }
}

function describe(privateKey: KeyObject, owner: string): SigningKey {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
  const fingerprint = fingerprintOf(publicKey);
  return { kid: fingerprint.slice(0, 16), owner, publicKey, fingerprint, privateKey };
}

function keyPath(folder: string, owner: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(owner))
    throw new KeyProblem(
      `person id ${JSON.stringify(owner)} cannot name a key file; use letters, digits, - and _`,
    );
  return join(folder, `${owner}.pem`);
}
