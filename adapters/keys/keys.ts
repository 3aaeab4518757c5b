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

/** The key of an owner. @throws Error naming the command that makes one, or the permission to take away. */
export function loadKey(folder: string, owner: string): SigningKey {
  const key = readKey(keyPath(folder, owner), owner);
  if (!key) throw new Error(`no signing key of ${owner} here; make one with: quarterdeck keys new`);
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
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  // Windows has no such bits.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    throw new Error(`the key ${path} can be read by others; run: chmod 600 ${path}`);
  return describe(createPrivateKey(text), owner);
}

function describe(privateKey: KeyObject, owner: string): SigningKey {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
  const fingerprint = fingerprintOf(publicKey);
  return { kid: fingerprint.slice(0, 16), owner, publicKey, fingerprint, privateKey };
}

function keyPath(folder: string, owner: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(owner))
    throw new Error(
      `person id ${JSON.stringify(owner)} cannot name a key file; use letters, digits, - and _`,
    );
  return join(folder, `${owner}.pem`);
}
