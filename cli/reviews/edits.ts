import type { Json, JsonObject } from '../../domain/json.ts';
import { usage } from '../failure.ts';
import { readInput } from '../input.ts';

/**
 * The changed fields of an override: `--edit field=value` (JSON where it reads as an object, array, boolean or null; an amount
 * with its currency, `25000.00 EUR` or `EUR 25000`, as both; else the text itself) and `--edits FILE`.
 * @throws CliFailure usage when there are none or they cannot be read.
 */
export async function readEdits(options: { edit?: string[]; edits?: string }): Promise<JsonObject> {
  const fromFile = options.edits === undefined ? {} : await objectFrom(options.edits);
  const edits = Object.assign({}, fromFile, ...(options.edit ?? []).map(oneEdit)) as JsonObject;
  if (Object.keys(edits).length > 0) return edits;
  throw usage(
    'An override changes at least one field.',
    'Name it: --edit expected_close_date=2027-01-31. To change nothing, approve.',
    'edit',
  );
}

function oneEdit(text: string): JsonObject {
  const at = text.indexOf('=');
  if (at < 1)
    throw usage(`"${text}" is not field=value.`, 'Write --edit customer_name="Nordlicht AG".', 'edit');
  return { [text.slice(0, at)]: editedValue(text.slice(at + 1)) };
}

function editedValue(text: string): Json {
  const { amount, after, before } =
    /^(?:(?<before>[A-Z]{3}) )?(?<amount>\d+(?:\.\d+)?)(?: (?<after>[A-Z]{3}))?$/.exec(text)?.groups ?? {};
  const currency = before ?? after;
  if (amount !== undefined && currency !== undefined && (before === undefined || after === undefined))
    return { amount, currency };
  if (!/^(\{|\[|true$|false$|null$)/.test(text)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

async function objectFrom(path: string): Promise<JsonObject> {
  const text = (await readInput(path)).toString('utf8');
  const wrong = usage(
    `${path} does not hold a JSON object.`,
    'Write {"expected_close_date": "2027-01-31"}.',
    'edits',
  );
  try {
    const value = JSON.parse(text) as Json;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    throw wrong;
  }
  throw wrong;
}
