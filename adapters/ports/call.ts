import type { Landed } from './write.ts';

/** How a call may behave; made by the activity that calls. */
export interface Call {
  /** Milliseconds until the HTTP request is given up: 1,000 in a local activity, 20,000 in a regular one. */
  timeoutMs: number;
  /** False in a local activity: a spent budget fails at once with VendorFault `budget` instead of waiting. */
  mayWait: boolean;
  /** Nobody waits for it (a mirror, a poll): where a vendor counts calls by the day it is refused first. */
  background?: boolean;
  signal?: AbortSignal;
}

export type FaultKind =
  /** network, timeout, 408, 5xx: the request may have landed unless `certainlyNotLanded` */
  | 'unavailable'
  /** the vendor's limit: 429, and whatever form it takes beside that */
  | 'rate_limited'
  /** our own limit of calls, by the second or by the day */
  | 'budget'
  /** 401/403: credentials or scope */
  | 'auth'
  | 'not_found'
  /** 400, 409, 422 and business errors inside a 200 */
  | 'rejected';

/** The one error that leaves an adapter. Its message names vendor, status and code and never holds a secret. */
export class VendorFault extends Error {
  readonly vendor: string;
  readonly kind: FaultKind;
  readonly status: number | undefined;
  readonly code: string | undefined;
  /** When the vendor said how long to wait, or a fixed wait where it never says. */
  readonly retryAfterMs: number | undefined;
  /** True when the request certainly never reached the vendor's logic (connection refused, 401, 429). */
  readonly certainlyNotLanded: boolean;
  /** Another record holds a value that must be unique; its id and the field, where the vendor says them. */
  readonly taken: { holder: string | null; field?: string | undefined } | undefined;
  /** A write that landed, but not as it was asked for. */
  readonly landed: Landed | undefined;
  constructor(fault: {
    vendor: string;
    kind: FaultKind;
    message: string;
    status?: number;
    code?: string;
    retryAfterMs?: number;
    certainlyNotLanded?: boolean;
    taken?: { holder: string | null; field?: string | undefined };
    landed?: Landed;
  }) {
    super(`${fault.vendor}: ${fault.message}`);
    this.name = 'VendorFault';
    this.vendor = fault.vendor;
    this.kind = fault.kind;
    this.status = fault.status;
    this.code = fault.code;
    this.retryAfterMs = fault.retryAfterMs;
    this.certainlyNotLanded = fault.certainlyNotLanded ?? false;
    this.taken = fault.taken;
    this.landed = fault.landed;
  }
}
