import { type HubspotError, hubspotError } from '../../../contracts/vendors/hubspot.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { type Exchange, faultKind, retryAfterMs } from '../../http.ts';
import { type FaultKind, VendorFault } from '../../ports/call.ts';
import { plainCode } from '../../vendor-words.ts';

/** A 2xx whose body is none of the API's: a write behind it may have landed. */
export const unreadable = (answer: Exchange) =>
  new VendorFault({
    vendor: 'hubspot',
    kind: 'unavailable',
    status: answer.status,
    code: 'unreadable',
    message: `HTTP ${answer.status} with a body that is not an answer of the CRM API`,
  });

/** Categories and codes that say more than the status, above all inside a 207. */
const KINDS = lookupTable<FaultKind>({
  VALIDATION_ERROR: 'rejected',
  OBJECT_NOT_FOUND: 'not_found',
  MISSING_SCOPES: 'auth',
  INVALID_AUTHENTICATION: 'auth',
  EXPIRED_AUTHENTICATION: 'auth',
  RATE_LIMITS: 'rate_limited',
  // Somebody made the record between our read and our write: the repeat finds it.
  CONFLICT: 'unavailable',
  CONFLICTING_UNIQUE_VALUE: 'unavailable',
});

/** HubSpot does not say how long to wait; it says which limit it was. Source: usage guidelines (10 s burst, 1 s search). */
const WAITS = lookupTable<number>({
  TEN_SECONDLY_ROLLING: 10_000,
  SECONDLY: 1_000,
  // Ends at midnight of the account's zone, which we do not know.
  DAILY: 900_000,
});

/** What an answer that is no success means. */
export function faultOf(answer: Exchange): VendorFault {
  const { status } = answer;
  const error = hubspotError.safeParse(answer.json).data;
  const wait = retryAfterMs(answer.headers, Date.now()) ?? waitFor(status, error);
  return fault(status, error, wait, status < 500 && status !== 408);
}

/** What the error of a batch's only input means: it was not written. */
export function inputFault(status: number, error: HubspotError): VendorFault {
  return fault(status, error, undefined, true);
}

function fault(
  status: number,
  error: HubspotError | undefined,
  wait: number | undefined,
  certainlyNotLanded: boolean,
): VendorFault {
  const detail = error?.errors?.[0];
  const category = plainCode(error?.category);
  const code = plainCode(detail?.code) ?? category;
  const kind = KINDS[code ?? ''] ?? KINDS[category ?? ''] ?? plainKind(status);
  const field = plainCode(detail?.in);
  return new VendorFault({
    vendor: 'hubspot',
    kind,
    status,
    message: `HTTP ${status}${code ? `, ${code}` : ''}${field ? ` (${field})` : ''}${fixFor(kind)}`,
    certainlyNotLanded,
    ...(code === undefined ? {} : { code }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

/** 423: the record is locked for a moment; 477: the account moves to another data centre. Neither did anything. */
const plainKind = (status: number): FaultKind =>
  status === 423 || status === 477 ? 'unavailable' : status === 207 ? 'rejected' : faultKind(status);

function waitFor(status: number, error: HubspotError | undefined): number | undefined {
  if (status === 423) return 2_000;
  return status === 429 ? WAITS[error?.policyName ?? ''] : undefined;
}

function fixFor(kind: FaultKind): string {
  if (kind === 'auth') return '; check the service key and its scopes (docs/adding-a-vendor.md lists them)';
  if (kind === 'rejected')
    return "; compare policy/mappings/hubspot.yaml with the account's properties and validation rules";
  return '';
}

/** The deal of a registration that was entered in HubSpot. */
export function gone(id: string): VendorFault {
  return new VendorFault({
    vendor: 'hubspot',
    kind: 'not_found',
    code: 'OBJECT_NOT_FOUND',
    message: `deal ${id}, in which the registration was entered, is gone; restore it from the bin, or roll back`,
    certainlyNotLanded: true,
  });
}

/** Nothing was written, and the repeat will be. */
export function moved(): VendorFault {
  return new VendorFault({
    vendor: 'hubspot',
    kind: 'unavailable',
    code: 'COMPANY_REPLACED',
    message: 'the company was replaced meanwhile; the repeat takes the new one',
    certainlyNotLanded: true,
  });
}
