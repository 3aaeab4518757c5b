import type { Fault } from '../../../contracts/problem.ts';
import { formatOf } from '../../../domain/reading/number-format.ts';
import type { SourceFormat } from '../../../domain/reading/source-format.ts';
import { amountParts } from '../../../domain/reading/stated-amount.ts';
import { orderOf } from '../../../domain/reading/stated-date.ts';
import { type IntakeForm, STATED_FILE } from '../parse.ts';
import { MOST_PLACES, withStated } from '../stated-file.ts';
import { type NamedFields, ourFieldNames } from './field-names.ts';
import { type DealPart, partFrom } from './part.ts';
import { NOT_A_REGISTRATION, readNamedDeal } from './read-deal.ts';
import { MOST_ROWS, TOO_MANY } from './row-faults.ts';
import { customerOf, type OneOfMany, readTogether } from './together.ts';

/** An item as it was parsed, or why it could not be, with its bytes. */
type Item = { value: unknown } | { fault: Fault; body: Uint8Array };

/**
 * The registrations of a list, one in each item. A bad item is kept alone and loses no other; the list has one format of numbers and dates,
 * as a table has.
 */
export function dealsOfList(
  items: readonly Item[],
  body: Uint8Array,
  now: Date,
  source: SourceFormat,
): DealPart[] {
  const whole = (fault: Fault): DealPart[] => [{ ok: false, faults: [fault], body }];
  if (items.length > MOST_ROWS) return whole(TOO_MANY);
  if (items.length === 0) return whole(NOT_A_REGISTRATION);
  const named = items.map((item) => ('value' in item ? ourFieldNames(item.value) : null));
  const fields = named.filter((each) => each !== null);
  const format = {
    ...source,
    number: formatOf(amountsOf(fields)) ?? source.number,
    dates: orderOf(datesOf(fields)) ?? source.dates ?? null,
  };
  const read = readTogether(
    items.map((item, index) => readItem(item, named[index] ?? null, index + 1, { body, now, format })),
    format,
    fields.some(
      ({ currencies, record }) => currencies.length > 0 || typeof record.estimated_value === 'object',
    ),
  );
  return 'fault' in read ? whole(read.fault) : read.parts;
}

function readItem(
  item: Item,
  named: NamedFields | null,
  number: number,
  { body, now, format }: { body: Uint8Array; now: Date; format: SourceFormat },
): OneOfMany {
  const { form, body: kept } = alone(item, format);
  const place = { sheet: null, row: null, item: number, customer: named && customerOf(named.record) };
  const refused = (fault: Fault): OneOfMany => ({
    part: { ok: false, faults: [fault], body: kept(), form, place },
    ...{ form, alone: kept },
  });
  if (!('value' in item)) return refused(item.fault);
  if (named === null) return refused(NOT_A_REGISTRATION);
  const part = partFrom(readNamedDeal(named, 'structured', now, format), body);
  return {
    part: part.ok ? { ...part, place } : { ...part, body: kept(), form, place },
    ...{ form, alone: kept },
  };
}

/** An item that can be read again without its list, with what only the list tells. */
function alone(item: Item, { number, dates }: SourceFormat): { form: IntakeForm; body(): Uint8Array } {
  const form = 'application/json' as const;
  const bytes = () => ('value' in item ? Buffer.from(JSON.stringify(item.value)) : item.body);
  if (number === null && !dates) return { form, body: bytes };
  const stated = {
    ...(number && { number: { mark: number.mark, places: Math.min(number.places, MOST_PLACES) } }),
    ...(dates && { dates }),
  };
  return { form: STATED_FILE, body: () => withStated(form, bytes(), stated).body };
}

function* amountsOf(all: readonly NamedFields[]): Generator<string> {
  for (const { record } of all) {
    for (const amount of [record.estimated_value, record.mdf_amount]) {
      const text =
        typeof amount === 'object' && amount !== null && 'amount' in amount ? amount.amount : amount;
      const parts = typeof text === 'string' ? amountParts(text) : null;
      if (parts) yield parts.number;
    }
  }
}

function* datesOf(all: readonly NamedFields[]): Generator<string> {
  for (const { record } of all)
    if (typeof record.expected_close_date === 'string') yield record.expected_close_date.trim();
}
