import type { Json, JsonObject } from '../domain/json.ts';

/**
 * Three-way undo of a changed record: a field goes back only while it still holds what we wrote. What somebody changed after
 * us is left, and its names are returned so that it can be said.
 */
export function restoration(
  before: JsonObject,
  ours: JsonObject,
  now: JsonObject,
): { back: JsonObject; left: string[] } {
  const back: JsonObject = {};
  const left: string[] = [];
  for (const name of Object.keys(ours)) {
    const earlier = before[name] ?? null;
    if (sameValue(now[name], earlier)) continue;
    if (sameValue(now[name], ours[name])) back[name] = earlier;
    else left.push(name);
  }
  return { back, left };
}

/** Whether the record holds what we wrote. */
export function holdsOurs(now: JsonObject, ours: JsonObject): boolean {
  return Object.entries(ours).every(([name, value]) => sameValue(now[name], value));
}

/** Said after an undo that left somebody's later change alone. */
export function leftAlone(vendor: string, left: string[]): { corrected?: string } {
  return left.length === 0
    ? {}
    : { corrected: `${vendor}: ${left.join(', ')} changed after our write and was left as it is` };
}

/** Vendors trim text, store '' as null, answer a date as midnight and keep a number as text; none of that is a difference. */
function sameValue(a: Json | undefined, b: Json | undefined): boolean {
  return plain(a) === plain(b) || sameNumber(a, b) || sameNumber(b, a);
}

const sameNumber = (number: Json | undefined, text: Json | undefined) =>
  typeof number === 'number' && typeof text === 'string' && text.trim() !== '' && Number(text) === number;

function plain(value: Json | undefined): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value !== 'string') return JSON.stringify(value);
  const text = value.trim().replace(/^(\d{4}-\d\d-\d\d)T00:00:00(\.0+)?Z?$/, '$1');
  return text === '' ? 'null' : JSON.stringify(text);
}
