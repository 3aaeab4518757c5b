import type { Fault } from '../../../contracts/problem.ts';
import { automaticMail } from '../mail/automatic-fault.ts';
import { type FreeText, freeTextDeal, type ReadFields } from './free-text.ts';
import { IF_A_REGISTRATION } from './mail-faults.ts';
import { type DealPart, partFrom } from './part.ts';

/** 72 bits of a keyed hash: no two texts meet in them, and a case id still fits a line. */
const NAME = 14;

/** The external id of a text. @param token keyed hash, see Vault */
export function nameOfText({ name }: Pick<FreeText, 'name'>, token: (text: string) => string): string {
  return token(name).slice(0, NAME);
}

/**
 * A free text that was read, as the part of its input. The bytes are the version: a model may read the same text otherwise the next
 * time, which amends nothing.
 * @param token keyed hash, see Vault
 */
export function freeTextPart(
  free: FreeText,
  fields: ReadFields,
  partnerId: string | null,
  now: Date,
  token: (text: string) => string,
  body: Uint8Array,
): DealPart {
  // A mail was sent to us to be read; a document may be anything.
  const empty = Object.values(fields.fields).every((one) => one === null);
  if (free.source === 'files' && empty) return { ok: false, faults: [NO_REGISTRATION], body };
  if (free.nothing && empty) return { ok: false, faults: [free.nothing], body };
  if (free.automatic && fields.fields.customer_name === null)
    return { ok: false, faults: [automaticMail(free.automatic, IF_A_REGISTRATION)], body, aside: true };
  const identity = { externalId: nameOfText(free, token), partnerId };
  const part = partFrom(freeTextDeal(free, fields, identity, now), body);
  if (!part.ok) return part;
  const version = token(free.sha256).slice(0, 40);
  const answers = free.answers ?? undefined;
  return { ok: true, parsed: { ...part.parsed, version, fromWords: true, ...(answers && { answers }) } };
}

const NO_REGISTRATION: Fault = {
  code: 'no_registration',
  title: 'The document holds no registration.',
  field: null,
  fix: 'Name the customer, the value, the close date and the contact in it; a scan needs a text layer.',
};
