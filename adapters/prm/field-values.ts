import { z } from 'zod';
import { VendorFault } from '../ports/call.ts';
import { FIELD_TYPE } from '../read-each.ts';
import { names } from '../vendor-words.ts';

/** What fields of a PRM may hold. Whatever they mean, they come as text, as a number, or as a reference `{ id, name }`. */

interface Reference {
  id?: unknown;
  key?: unknown;
  name?: unknown;
}

/** A reference to nothing is `{}` or has only empty parts. */
const isReference = (value: unknown): value is Reference =>
  value !== null &&
  typeof value === 'object' &&
  !Array.isArray(value) &&
  (Object.keys(value).length === 0 || ['id', 'key', 'name'].some((part) => Object.hasOwn(value, part)));

/** A reference is read as its name, or as its id where it has none; what is empty is null. */
function bare(value: unknown): unknown {
  const held = isReference(value) ? (value.name ?? value.id ?? value.key) : value;
  return held === undefined || (typeof held === 'string' && held.trim() === '') ? null : held;
}

const DECIMAL = /^-?\d+(?:\.\d+)?$/;
const decimalText = z.string().trim().regex(DECIMAL);

export const text = z.preprocess(bare, z.union([z.string(), z.number().transform(String)]).nullable());
export const number = z.preprocess(bare, z.union([z.number(), decimalText.transform(Number)]).nullable());
/** An amount of money as a decimal text, to the last digit that was sent. */
export const amount = z.preprocess(bare, z.union([z.number().transform(String), decimalText]).nullable());
/** `true`, `Yes`, `1` … and their opposites. */
export const flag = z.preprocess(
  bare,
  z
    .union([
      z.boolean(),
      z.number().transform(String).pipe(z.stringbool()),
      z.string().trim().pipe(z.stringbool()),
    ])
    .nullable(),
);
/** A list of several choices comes as an array, or as one text with `;` between them. */
export const list = z.union([
  z.array(z.preprocess(bare, z.string())),
  z.preprocess(bare, z.union([z.string().transform(names), z.null()])),
]);
/** The id that a reference names, however it is spelled; null when it names none. */
export const referred = z.preprocess(
  (value) => bare(isReference(value) ? (value.id ?? value.key) : value),
  z.union([z.string(), z.number().transform(String)]).nullable(),
);

/** The tenant's value in our words; one that the mapping does not list is taken as it is. */
export function ours(words: Record<string, string>, value: string): string {
  return Object.hasOwn(words, value) ? (words[value] as string) : value;
}

/**
 * Reads fields of one record.
 * @param record what it is called in a message: `Deal 101`
 * @param at what stands at a path of the mapping
 */
export function fieldReader(vendor: string, record: string, at: (path: string) => unknown) {
  /** @throws VendorFault `rejected` when the field holds something of another type. */
  return <T extends z.ZodType>(path: string | undefined, type: T): z.output<T> => {
    const value = type.safeParse(path === undefined ? null : at(path));
    if (value.success) return value.data;
    throw new VendorFault({
      vendor,
      kind: 'rejected',
      code: FIELD_TYPE,
      message: `${record}: field ${path} has another type than policy/mappings/${vendor}.yaml expects`,
    });
  };
}
