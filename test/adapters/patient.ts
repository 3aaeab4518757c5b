import type { Write } from '../../adapters/ports/write.ts';
import { patiently, sent } from './as-ledger.ts';

/**
 * A port as the product goes about it on a bad day of its vendor: what may pass is tried again, and a write that may have landed is looked
 * for before it is sent once more. What a call answers, and what it is refused with in the end, stay the port's.
 */
export function patient<T>(port: T): T {
  if (typeof port === 'function') return patientCall(port as unknown as Call) as T;
  if (port === null || typeof port !== 'object') return port;
  if (isWrite(port)) return patientWrite(port) as T;
  return Object.fromEntries(Object.entries(port).map(([name, part]) => [name, patient(part)])) as T;
}

type Call = (...asked: unknown[]) => unknown;

/** Only what asks the vendor answers a promise. */
function patientCall(work: Call): Call {
  return (...asked) => {
    const answer = work(...asked);
    if (typeof (answer as Promise<unknown> | null)?.then !== 'function') return answer;
    let first: unknown = answer;
    return patiently(async () => {
      const attempt = first ?? work(...asked);
      first = undefined;
      return await attempt;
    });
  };
}

const isWrite = (part: object): part is Write => 'send' in part && 'lookup' in part;

const patientWrite = (write: Write): Write => ({
  ...write,
  before: (...asked) => patiently(() => write.before(...asked)),
  send: (payload, key) => sent(write, payload, key),
  lookup: (...asked) => patiently(() => write.lookup(...asked)),
  undo: (...asked) => patiently(() => write.undo(...asked)),
});
