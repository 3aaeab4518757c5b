import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/**
 * The cryptography of personal data. One random key per person, wrapped with a key derived from the master key; destroying
 * the wrapped key makes everything sealed with it unreadable. AES-256-GCM throughout (NIST SP 800-38D).
 */
export interface Vault {
  /** The keyed hash of an address: who a sealed value belongs to, readable by nobody without the master key. */
  personOf(address: string): string;
  /** The same text always gives the same token: what a decider compares instead of personal data. Case and outer blanks do not count. */
  tokenOf(value: string): string;
  /** A keyed hash that only our own processes can make: whoever has nothing but the database cannot. */
  stampOf(text: string): string;
  newWrappedKey(): { key: Buffer; wrapped: Buffer };
  /** @throws Error when the master key is not the one it was wrapped with. */
  unwrap(wrapped: Buffer): Buffer;
}

export interface Ciphertext {
  iv: Buffer;
  ct: Buffer;
  tag: Buffer;
}

/** @param masterKey 32 random bytes, base64. @throws Error when it is something else. */
export function openVault(masterKey: string): Vault {
  const master = Buffer.from(masterKey, 'base64');
  if (master.length !== 32)
    throw new Error('the master key must be 32 bytes in base64; make one with: openssl rand -base64 32');
  // Key objects, because Node would make one of the bytes at each use.
  const derived = (use: string) =>
    createSecretKey(Buffer.from(hkdfSync('sha256', master, '', `quarterdeck ${use} 1`, 32)));
  const wrapping = derived('wrap');
  const people = derived('person');
  const tokens = derived('token');
  const stamps = derived('stamp');
  const keyed = (key: KeyObject, text: string) =>
    createHmac('sha256', key).update(text.trim().toLowerCase().normalize('NFC')).digest('base64url');
  return {
    personOf: (address) => keyed(people, address),
    tokenOf: (value) => `t_${keyed(tokens, value).slice(0, 22)}`,
    stampOf: (text) => createHmac('sha256', stamps).update(text).digest('base64url'),
    newWrappedKey() {
      const key = randomBytes(32);
      const { iv, tag, ct } = encrypt(wrapping, randomBytes(12), key, 'subject key');
      return { key, wrapped: Buffer.concat([iv, tag, ct]) };
    },
    unwrap(wrapped) {
      const parts = { iv: wrapped.subarray(0, 12), tag: wrapped.subarray(12, 28), ct: wrapped.subarray(28) };
      try {
        return decrypt(wrapping, parts, 'subject key');
      } catch {
        throw new Error('the master key is not the one that this database was sealed with; restore that one');
      }
    },
  };
}

/**
 * Encrypts under a person's key. The nonce is a keyed hash of key, subject and text (a synthetic one, the idea of RFC 5297), so
 * that sealing the same again gives the same bytes: a repeated activity freezes the same evidence under the same hash. What
 * shows is only that two values of one person are equal.
 */
export function sealBytes(key: Buffer, subject: string, plain: Buffer): Ciphertext {
  const nonceKey = Buffer.from(hkdfSync('sha256', key, '', 'quarterdeck nonce 1', 32));
  const nonce = createHmac('sha256', nonceKey)
    .update(subject)
    .update('\n')
    .update(plain)
    .digest()
    .subarray(0, 12);
  return encrypt(key, nonce, plain, subject);
}

/** @throws Error when key, subject or ciphertext do not belong together. */
export function openBytes(key: Buffer, subject: string, parts: Ciphertext): Buffer {
  return decrypt(key, parts, subject);
}

function encrypt(key: Buffer | KeyObject, iv: Buffer, plain: Buffer, aad: string): Ciphertext {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad));
  const ct = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { iv, ct, tag: cipher.getAuthTag() };
}

function decrypt(key: Buffer | KeyObject, { iv, ct, tag }: Ciphertext, aad: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(Buffer.from(aad));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(ct), decipher.final()]);
}
