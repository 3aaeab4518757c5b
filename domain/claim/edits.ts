import { exponentOf } from '../exponent.ts';
import { isCurrency } from '../iso-4217.ts';
import type { JsonObject } from '../json.ts';
import type { Money } from '../money.ts';

/** What a reviewer pays of one line. The other lines of the claim are not paid. */
export interface LineEdit {
  line: string;
  /** Null: as it is claimed. */
  quantity: string | null;
  amount: Money | null;
}

const FORM =
  'lines must be a list such as [{ "line": "1" }] of the lines that are paid, each with a quantity or a net amount where it is another one, such as "quantity": "8", "amount": "1200.00 EUR"';

/**
 * What is wrong with an override's edits, in one sentence that names the field; null when they can be used. Workflows import this file.
 */
export function claimEditsProblem(edits: JsonObject): string | null {
  const unknown = Object.keys(edits).find((field) => field !== 'lines');
  if (unknown !== undefined) return `the field ${unknown} cannot be edited; these can: lines`;
  const { lines } = edits;
  if (!Array.isArray(lines) || lines.length === 0 || lines.length > 1_000) return `the field ${FORM}`;
  const read = lines.map(lineEdit);
  if (read.includes(null)) return `the field ${FORM}`;
  const names = read.map((one) => one?.line);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  return twice === undefined ? null : `the field lines names line ${twice} twice; name each once`;
}

/** The edits as they are kept. @throws RangeError with claimEditsProblem's sentence */
export function claimEdits(edits: JsonObject): LineEdit[] {
  const problem = claimEditsProblem(edits);
  if (problem) throw new RangeError(problem);
  return (edits.lines as unknown[]).flatMap((one) => lineEdit(one) ?? []);
}

function lineEdit(stated: unknown): LineEdit | null {
  if (typeof stated !== 'object' || stated === null || Array.isArray(stated)) return null;
  const { line, quantity = null, amount = null, ...more } = stated as Record<string, unknown>;
  if (typeof line !== 'string' || line === '' || Object.keys(more).length > 0) return null;
  if (quantity !== null && !(typeof quantity === 'string' && /^[1-9]\d{0,8}$/.test(quantity))) return null;
  if (amount === null) return { line, quantity, amount };
  const match = typeof amount === 'string' ? /^(\d{1,12}(?:\.\d{1,4})?) ([A-Z]{3})$/.exec(amount) : null;
  const [, value = '', currency = ''] = match ?? [];
  if (!isCurrency(currency) || !/[1-9]/.test(value)) return null;
  if ((value.split('.')[1] ?? '').length > exponentOf(currency)) return null;
  return { line, quantity, amount: { amount: value, currency } };
}
