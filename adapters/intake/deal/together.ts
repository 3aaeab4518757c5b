import type { Fault } from '../../../contracts/problem.ts';
import { foldWord } from '../../../domain/reading/plain.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import type { IntakeForm } from '../parse.ts';
import type { DealPart } from './part.ts';
import { leftOpen, NO_CURRENCY, TWIN } from './row-faults.ts';

/** A registration among others of one file, and its bytes where it is kept alone. */
export interface OneOfMany {
  part: DealPart;
  alone(): Uint8Array;
  /** Of those bytes. */
  form: IntakeForm;
}

/**
 * What the registrations of one file say together: what one of them leaves open and none settles is asked once, for the file, and one id
 * with two customers is nobody's.
 * @param named whether the file names a currency anywhere
 * @returns the fault of the whole file, or its parts
 */
export function readTogether(
  all: readonly OneOfMany[],
  format: SourceFormat,
  named: boolean,
): { parts: DealPart[] } | { fault: Fault } {
  const parts = withoutTwins(all);
  if (parts.length < 2) return { parts };
  const faults = parts.flatMap((part) => (part.ok ? [] : part.faults));
  const asked = faults.find((fault) => isLeftOpen(fault, format));
  if (asked) return { fault: leftOpen(asked) };
  return parts.some(lacksCurrency) && !named ? { fault: NO_CURRENCY } : { parts };
}

/** Of one id that names different customers nobody can tell which record is meant; the same customer twice are two versions. */
function withoutTwins(all: readonly OneOfMany[]): DealPart[] {
  const customers = new Map<string, Set<string>>();
  for (const { part } of all) {
    if (!part.ok) continue;
    const { externalId, stated } = part.parsed;
    const names = customers.get(externalId) ?? new Set();
    customers.set(externalId, names.add(foldWord(stated.submission.customer_name ?? '').trim()));
  }
  return all.map(({ part, alone, form }) => {
    if (!part.ok || (customers.get(part.parsed.externalId)?.size ?? 0) < 2) return part;
    const { place } = part;
    return { ok: false, faults: [TWIN], body: alone(), form, ...(place && { place }) };
  });
}

function lacksCurrency(part: DealPart): boolean {
  return part.ok && part.parsed.stated.problems.some(({ code }) => code === 'currency_missing');
}

/** Whether no row tells what one of them leaves open. */
function isLeftOpen({ code }: Fault, { number, dates }: SourceFormat): boolean {
  return (
    (code === 'amount_ambiguous' && number === null) ||
    (code === 'date_ambiguous' && (dates ?? null) === null)
  );
}

export function customerOf(record: Readonly<Record<string, unknown>>): string | null {
  const text = typeof record.customer_name === 'string' ? record.customer_name.trim() : '';
  return text === '' ? null : text.slice(0, 255);
}
