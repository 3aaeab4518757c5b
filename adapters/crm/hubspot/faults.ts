import { type HubspotError, hubspotError, invalidProperties } from '../../../contracts/vendors/hubspot.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { answersOf } from '../../answers.ts';
import { faultKind, type HttpExchange } from '../../http.ts';
import type { FaultKind, VendorFault } from '../../ports/call.ts';
import { refused } from '../../refused.ts';
import { plainCode } from '../../vendor-words.ts';

export const answers = answersOf('hubspot', 'the CRM API');

/** Categories and codes that say more than the status, above all inside a 207. */
const KINDS = lookupTable<FaultKind>({
  VALIDATION_ERROR: 'rejected',
  OBJECT_NOT_FOUND: 'not_found',
  MISSING_SCOPES: 'auth',
  INVALID_AUTHENTICATION: 'auth',
  EXPIRED_AUTHENTICATION: 'auth',
  RATE_LIMITS: 'rate_limited',
  INTERNAL_ERROR: 'unavailable',
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

/** What an answer that is no success means. @param about the record or kind that it was asked for */
export function faultOf(answer: HttpExchange, about: string): VendorFault {
  const { status } = answer;
  const error = hubspotError.safeParse(answer.json).data;
  return fault(answer, about, error, status < 500 && status !== 408);
}

/** What the error of a batch's only input means: it was not written. */
export const inputFault = (answer: HttpExchange, about: string, error: HubspotError): VendorFault =>
  fault(answer, about, error, true);

/** A unique value is held by another record. */
const TAKEN = new Set(['CONFLICT', 'CONFLICTING_UNIQUE_VALUE']);

function fault(
  answer: HttpExchange,
  about: string,
  error: HubspotError | undefined,
  certainlyNotLanded: boolean,
): VendorFault {
  const { status } = answer;
  const detail = detailOf(error);
  const category = plainCode(error?.category);
  // HubSpot's own word that there is no such record may lack its category.
  const missing = status === 404 && error?.message !== undefined ? 'OBJECT_NOT_FOUND' : undefined;
  const code = plainCode(detail.code) ?? category ?? missing;
  const holder = /Existing ID: (\d{1,20})/.exec(error?.message ?? '')?.[1] ?? null;
  // Which category it is in, if any, says less than that it names the record that is there.
  const taken = TAKEN.has(code ?? '') || (status === 409 && holder !== null);
  const kind = taken
    ? 'unavailable'
    : (KINDS[code ?? ''] ?? KINDS[category ?? ''] ?? plainKind(status, code));
  return answers.fault(answer, {
    ...{ kind, code, about, certainlyNotLanded, fix: fixFor(kind, status, code) },
    ...{ names: detail.fields, wait: waitFor(status, error) },
    ...(taken ? { taken: { holder, field: detail.fields[0] } } : {}),
  });
}

/** Why it was refused, and which properties: among the errors, or only in the message as JSON. */
function detailOf(error: HubspotError | undefined): { code?: string | null; fields: string[] } {
  const errors = error?.errors ?? [];
  const told = fieldsOf(errors.map(({ context, in: at }) => context?.propertyName?.[0] ?? at));
  const code = errors[0]?.code;
  if (told.length > 0) return { code: code ?? null, fields: told };
  const json = /\[\{.*\}\]/s.exec(error?.message ?? '')?.[0];
  const inside = json === undefined ? [] : (invalidProperties.safeParse(parsed(json)).data ?? []);
  return { code: code ?? inside[0]?.error ?? null, fields: fieldsOf(inside.map(({ name }) => name)) };
}

/** At most a handful, each once. */
const fieldsOf = (names: readonly (string | null | undefined)[]) =>
  [...new Set(names.map(plainCode).filter((name) => name !== undefined))].slice(0, 5);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** 423: the record is locked for a moment; 477: the account moves to another data centre. Neither did anything. */
function plainKind(status: number, code = ''): FaultKind {
  if (status === 423 || status === 477) return 'unavailable';
  // The credentials are right where a limit of the plan is reached.
  return status === 207 || (status === 403 && code.includes('LIMIT')) ? 'rejected' : faultKind(status);
}

function waitFor(status: number, error: HubspotError | undefined): number | undefined {
  if (status === 423) return 2_000;
  return status === 429 ? WAITS[error?.policyName ?? ''] : undefined;
}

function fixFor(kind: FaultKind, status: number, code = ''): string | undefined {
  if (status === 402 || code.includes('LIMIT'))
    return kind === 'rate_limited'
      ? undefined
      : 'the account has reached a limit of its plan: see Usage & Limits in its settings';
  if (kind === 'not_found' && code === '')
    return 'that is no answer of the CRM API: check baseUrl and what stands between';
  if (kind === 'auth') return 'check the service key and its scopes (docs/adding-a-vendor.md lists them)';
  if (kind === 'rejected')
    return "compare policy/mappings/hubspot.yaml with the account's properties and validation rules";
  return undefined;
}

/** The deal of a registration that was entered in HubSpot. */
export const gone = (id: string): VendorFault =>
  refused(
    'hubspot',
    'OBJECT_NOT_FOUND',
    `deal ${id}, in which the registration was entered, is gone or went into another one; restore it from the bin, or roll back`,
    'not_found',
  );

/** Nothing was written, and the repeat will be. */
export const moved = (): VendorFault =>
  refused(
    'hubspot',
    'COMPANY_REPLACED',
    'the company was replaced meanwhile; the repeat takes the new one',
    'unavailable',
  );
