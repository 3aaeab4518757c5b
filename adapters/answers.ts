import type { z } from 'zod';
import { faultKind, type HttpExchange, retryAfterMs } from './http.ts';
import { type FaultKind, VendorFault } from './ports/call.ts';
import { listed } from './vendor-words.ts';

/** What the answers of one vendor become: values, or faults. */
export interface Answers {
  /**
   * @param value what is read; default: the whole body
   * @throws VendorFault `unavailable`, code `unreadable`
   */
  read<T extends z.ZodType>(shape: T, answer: HttpExchange, value?: unknown): z.output<T>;
  /** Of a 2xx whose body is none of the API's, as a page of a proxy or of maintenance: a write behind it may have landed. */
  unreadable(answer: HttpExchange): VendorFault;
  /** Of an answer that is no success. */
  fault(answer: HttpExchange, meaning?: Meaning): VendorFault;
}

/** What an answer that is no success means. */
export interface Meaning {
  /** Where the vendor says another one inside of its answer. */
  status?: number;
  /** Default: what the status says. */
  kind?: FaultKind;
  code?: string | undefined;
  /** What stands behind the status in the message; default: the code. */
  said?: readonly string[];
  /** Fields and records that the vendor names. Never its own text. */
  names?: readonly string[];
  /** The record or kind that was asked for. */
  about?: string;
  /** What a person does about it. */
  fix?: string | undefined;
  /** Milliseconds to wait where the answer does not say how long; default: half a minute after a limit. */
  wait?: number | undefined;
  /** Default: unless it is `unavailable`. */
  certainlyNotLanded?: boolean;
  /** Another record holds a value that must be unique. */
  taken?: VendorFault['taken'];
}

/** A limit is asked again only after a wait, also where a vendor names none. */
const UNSAID_WAIT_MS = 30_000;

const REDIRECTED = 'that is a redirect, which is not followed: check the address in its settings';

/**
 * @param api what the vendor calls its API: `the CRM API`
 * @param redirected what a person does about an answer that points elsewhere
 */
export function answersOf(vendor: string, api: string, redirected = REDIRECTED): Answers {
  const waitOf = ({ headers }: HttpExchange, wait: number | undefined) => {
    const retry = retryAfterMs(headers, Date.now()) ?? wait;
    return retry === undefined ? {} : { retryAfterMs: retry };
  };
  const unreadable = (answer: HttpExchange) =>
    new VendorFault({
      vendor,
      kind: 'unavailable',
      status: answer.status,
      code: 'unreadable',
      message: `HTTP ${answer.status} with a body that is not an answer of ${api}`,
      ...waitOf(answer, undefined),
    });
  return {
    unreadable,
    read(shape, answer, value = answer.json) {
      const read = shape.safeParse(value);
      if (read.success) return read.data;
      throw unreadable(answer);
    },
    fault(answer, { code, names = [], about, ...more } = {}) {
      const { status = answer.status, kind = faultKind(status) } = more;
      const { said = code === undefined ? [] : [code], taken } = more;
      const fix = status > 300 && status < 400 ? redirected : more.fix;
      const wait = more.wait ?? (kind === 'rate_limited' ? UNSAID_WAIT_MS : undefined);
      const at = about === undefined ? '' : ` at ${about}`;
      return new VendorFault({
        vendor,
        kind,
        status,
        message: `${[`HTTP ${answer.status}`, ...said].join(', ')}${listed(names)}${at}${fix ? `; ${fix}` : ''}`,
        certainlyNotLanded: more.certainlyNotLanded ?? kind !== 'unavailable',
        ...(code === undefined ? {} : { code }),
        ...waitOf(answer, wait),
        ...(taken === undefined ? {} : { taken }),
      });
    },
  };
}
