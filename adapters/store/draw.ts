import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';

/** Numbers in [0, 1) that nobody can steer or foresee without the installation's secret; the same for one id every time. */
export type Draw = (id: string) => number;

/** @param masterKey 32 random bytes, base64 */
export function openDraw(masterKey: string): Draw {
  const bytes = hkdfSync('sha256', Buffer.from(masterKey, 'base64'), '', 'quarterdeck draw 1', 32);
  // A key object, because Node would make one of the bytes at each use.
  const key = createSecretKey(Buffer.from(bytes));
  // 48 bits: exact in a double.
  return (id) => createHmac('sha256', key).update(id).digest().readUIntBE(0, 6) / 2 ** 48;
}
