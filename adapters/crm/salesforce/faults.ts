import { salesforceErrors } from '../../../contracts/vendors/salesforce.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { type Exchange, faultKind, retryAfterMs } from '../../http.ts';
import { type FaultKind, VendorFault } from '../../ports/call.ts';
import { plainCode } from '../../vendor-words.ts';

/** A 2xx whose body is none of the API's: a write behind it may have landed. */
export const unreadable = (answer: Exchange) =>
  new VendorFault({
    vendor: 'salesforce',
    kind: 'unavailable',
    status: answer.status,
    code: 'unreadable',
    message: `HTTP ${answer.status} with a body that is not an answer of the REST API`,
  });

/** Salesforce never says how long to wait; its limit is a rolling 24 hours, so a minute is as good as any. */
const LIMIT_WAIT_MS = 60_000;

/** Codes that mean something else than their status. */
const KINDS = lookupTable<FaultKind>({
  REQUEST_LIMIT_EXCEEDED: 'rate_limited',
  UNABLE_TO_LOCK_ROW: 'unavailable',
  SERVER_UNAVAILABLE: 'unavailable',
  // Two first upserts of one external id at the same time: the repeat finds the record.
  DUPLICATE_VALUE: 'unavailable',
  INSUFFICIENT_ACCESS: 'auth',
  INSUFFICIENT_ACCESS_OR_READONLY: 'auth',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'auth',
});

/** What an answer that is no success means. */
export function faultOf(answer: Exchange): VendorFault {
  const { status } = answer;
  const error = salesforceErrors.safeParse(answer.json).data?.[0];
  const code =
    status === 300 ? 'NOT_UNIQUE' : status === 412 ? 'CHANGED_MEANWHILE' : plainCode(error?.errorCode);
  const kind = status === 412 ? 'unavailable' : (KINDS[code ?? ''] ?? faultKind(status));
  const fields = (error?.fields ?? []).filter((field) => plainCode(field)).join(', ');
  const wait =
    retryAfterMs(answer.headers, Date.now()) ?? (kind === 'rate_limited' ? LIMIT_WAIT_MS : undefined);
  return new VendorFault({
    vendor: 'salesforce',
    kind,
    status,
    message: `HTTP ${status}${code ? `, ${code}` : ''}${fields ? ` (${fields})` : ''}${fixFor(status, kind)}`,
    // A 4xx rolled the transaction back, whatever its code; after a 5xx it may have been written.
    certainlyNotLanded: status < 500 && status !== 408,
    ...(code === undefined ? {} : { code }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

function fixFor(status: number, kind: FaultKind): string {
  if (status === 300)
    return '; several records have this external id: merge them and flag the field External ID and Unique';
  if (status > 300 && status < 400) return '; redirected: set loginUrl to the My Domain host of the org';
  if (kind === 'auth') return '; check the client and the permission set of its run-as user';
  if (kind === 'rejected') return '; compare policy/mappings/salesforce.yaml with describe of the object';
  return '';
}
