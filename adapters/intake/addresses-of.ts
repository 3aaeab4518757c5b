import { addressesIn } from '../store/addresses.ts';
import { readInThread } from './read-in-thread.ts';

/** Addresses in a large input are looked for in a thread: it may take seconds. */
const MOST_AT_ONCE = 16 * 1024;

/** E-mail addresses in what came in; none where looking for them takes more than its time or memory. */
export async function addressesOf(body: Buffer): Promise<string[]> {
  if (body.length <= MOST_AT_ONCE) return addressesIn(body);
  const found = await readInThread('addresses', { body });
  return 'code' in found ? [] : found.answer;
}
