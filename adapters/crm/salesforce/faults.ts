import { salesforceErrors } from '../../../contracts/vendors/salesforce.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { answersOf } from '../../answers.ts';
import { faultKind, type HttpExchange } from '../../http.ts';
import type { FaultKind, VendorFault } from '../../ports/call.ts';
import { plainCode } from '../../vendor-words.ts';

export const answers = answersOf(
  'salesforce',
  'the REST API',
  'that is a redirect, which is not followed: set loginUrl to the My Domain host of the org',
);

/** Salesforce never says how long to wait; its limit is a rolling 24 hours, so a minute is as good as any. */
const LIMIT_WAIT_MS = 60_000;

/** A field or an object that is not there, or that our user may not see: Salesforce tells the two from each other nowhere. */
export const HIDDEN = 'NOT_ACCESSIBLE';
export const LIMIT_EXCEEDED = 'REQUEST_LIMIT_EXCEEDED';
const DUPLICATE_VALUE = 'DUPLICATE_VALUE';

/** Codes that mean something else than their status. */
const KINDS = lookupTable<FaultKind>({
  [LIMIT_EXCEEDED]: 'rate_limited',
  UNABLE_TO_LOCK_ROW: 'unavailable',
  SERVER_UNAVAILABLE: 'unavailable',
  QUERY_TIMEOUT: 'unavailable',
  OPERATION_TOO_LARGE: 'unavailable',
  // The query has been forgotten between two of its pages: it is asked anew.
  INVALID_QUERY_LOCATOR: 'unavailable',
  // Two first upserts of one external id at the same time: the repeat finds the record.
  [DUPLICATE_VALUE]: 'unavailable',
  [HIDDEN]: 'auth',
  INVALID_TYPE: 'auth',
  INSUFFICIENT_ACCESS: 'auth',
  INSUFFICIENT_ACCESS_OR_READONLY: 'auth',
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'auth',
});

const FIXES = lookupTable<string>({
  NOT_UNIQUE: 'several records have this external id: merge them and flag the field External ID and Unique',
  [HIDDEN]:
    'the field does not exist, or the run-as user may not see it: compare policy/mappings/salesforce.yaml with its permission set',
  INVALID_TYPE: 'the run-as user may not see the object: check its permission set',
  NOT_FOUND: 'there is no such record, or the run-as user may not see it',
  DUPLICATES_DETECTED:
    'a duplicate rule takes it for a record that is there: give that record our external id, or set duplicateRules to allow',
  ENTITY_IS_LOCKED: 'the record is locked: end its approval in Salesforce, and try again',
  STORAGE_LIMIT_EXCEEDED: 'the org has no storage left: free some, and try again',
});

/** What an answer that is no success means. @param about the record or object that it was asked for */
export function faultOf(answer: HttpExchange, about: string): VendorFault {
  const { status } = answer;
  const error = salesforceErrors.safeParse(answer.json).data?.[0];
  const message = error?.message ?? '';
  const code = codeOf(status, plainCode(error?.errorCode), message);
  const kind = status === 412 ? 'unavailable' : (KINDS[code ?? ''] ?? faultKind(status));
  const duplicate = duplicateIn(message);
  const said = [...(error?.fields ?? []), ...namesIn(message), ...matchesOf(error?.duplicateResult)];
  return answers.fault(answer, {
    ...{ kind, code, about, fix: fixFor(kind, code) },
    names: [...new Set([...said, ...duplicate])].filter((name) => plainCode(name)),
    wait: kind === 'rate_limited' ? LIMIT_WAIT_MS : undefined,
    // A 4xx rolled the transaction back, whatever its code; after a 5xx it may have been written.
    certainlyNotLanded: status < 500 && status !== 408,
    ...(code === DUPLICATE_VALUE ? { taken: { holder: duplicate[1] ?? null, field: duplicate[0] } } : {}),
  });
}

function codeOf(status: number, code: string | undefined, message: string): string | undefined {
  if (status === 300) return 'NOT_UNIQUE';
  if (status === 412) return 'CHANGED_MEANWHILE';
  // The code of a record that is not there; only the message tells the two apart.
  if (code === 'NOT_FOUND' && message.startsWith('Provided external ID field')) return HIDDEN;
  return code;
}

/** Names of fields that stand in a message only. */
function namesIn(message: string): string[] {
  const column = /No such column '(\w+)'/.exec(message)?.[1];
  const hidden = /^Provided external ID field .*: (\w+)$/.exec(message)?.[1];
  return [column, hidden].filter((name) => name !== undefined);
}

/** The field of a value that is taken, and the record that holds it. */
const duplicateIn = (message: string): string[] =>
  /duplicate value found: (\w+) duplicates value on record with id: (\w{15,18})\b/.exec(message)?.slice(1) ??
  [];

function matchesOf(
  found: NonNullable<ReturnType<typeof salesforceErrors.parse>[number]['duplicateResult']> | null | undefined,
): string[] {
  if (!found) return [];
  const ids = found.matchResults.flatMap(({ matchRecords }) => matchRecords.map(({ record }) => record.Id));
  return [found.duplicateRule ?? '', ...ids];
}

function fixFor(kind: FaultKind, code = ''): string | undefined {
  const fix = FIXES[code];
  if (fix) return fix;
  if (kind === 'auth') return 'check the client and the permission set of its run-as user';
  if (kind === 'rejected') return 'compare policy/mappings/salesforce.yaml with describe of the object';
  if (kind === 'not_found')
    return 'that is no answer of the REST API: check apiVersion and what stands between';
  return undefined;
}
