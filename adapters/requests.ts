import type { Access, Credentials } from './access.ts';
import type { Budget } from './budget.ts';
import { exchange, type HttpExchange, type Request } from './http.ts';
import type { Call, VendorFault } from './ports/call.ts';

/** One request of a vendor's client. */
export interface VendorRequest extends Pick<Request, 'method' | 'body'> {
  /** Behind the base of the access, with its query. */
  path: string;
  /** The record or kind, as a message calls it. */
  about: string;
  headers?: Record<string, string>;
  /** What it costs by the vendor's tariff; default 1. */
  units?: number;
}

/** What a vendor's requests have in common. */
export interface Requests<A extends VendorRequest, P extends Credentials> {
  vendor: string;
  access: Access<P>;
  budget(asked: A): Budget;
  /** Null where the answer is a success. */
  faultOf(answer: HttpExchange, asked: A): VendorFault | null;
  /** Told every answer, whatever it says. */
  heard?(answer: HttpExchange, asked: A): void;
}

/**
 * How a client asks: each request takes from the budget, carries the proof of who we are, and is answered by a success.
 * @throws VendorFault
 */
export function requests<P extends Credentials, A extends VendorRequest = VendorRequest>({
  vendor,
  access,
  budget,
  faultOf,
  heard,
}: Requests<A, P>) {
  return async (asked: A, call: Call): Promise<HttpExchange> => {
    const { method, path, body, headers, units } = asked;
    const take = () => budget(asked).take(call, units);
    const once = (proof: P) =>
      exchange(
        { vendor, method, url: proof.base + path, headers: { ...headers, ...proof.headers }, body },
        call,
      );
    await take();
    const proof = await access.current(call);
    let answer = await once(proof);
    // A 401 did nothing, so the same request may follow once with a new proof.
    if (answer.status === 401 && access.drop(proof)) {
      await take();
      answer = await once(await access.current(call));
    }
    heard?.(answer, asked);
    const fault = faultOf(answer, asked);
    if (fault) throw fault;
    return answer;
  };
}
