import type { Likeness } from './compare-words.ts';
import { editDistance, editSimilarity } from './edit-distance.ts';

const told = (similarity: number, why: string): Likeness => ({ similarity, why, bits: null });

/** Short strings with typos, folded: shared start counts a little more (Winkler 1990). */
export function compareStrings(a: string, b: string): Likeness {
  if (a === b) return told(1, `both “${a}”`);
  const edits = editSimilarity(a, b, 0);
  let start = 0;
  while (start < 4 && a[start] !== undefined && a[start] === b[start]) start += 1;
  return told(Math.min(0.99, edits + 0.1 * start * (1 - edits)), `“${a}” and “${b}”`);
}

/** The last nine digits decide: country code and trunk zero are written or not. One digit off: 0.8. */
export function comparePhones(a: string, b: string): Likeness {
  const [left, right] = [a.slice(-9), b.slice(-9)];
  if (left === right) return told(1, `both …${left}`);
  if (left.length === right.length && editDistance(left, right, 1) === 1)
    return told(0.8, 'one digit differs');
  // The area code is the same region at least.
  if (a.length === b.length && a.slice(0, 3) === b.slice(0, 3)) return told(0.2, 'same area code only');
  return told(0, 'different numbers');
}

/** Same address 1; same mailbox under another host 0.6; same host 0.4; mailbox a letter off at the same host 0.8. */
export function compareEmails(a: string, b: string): Likeness {
  if (a === b) return told(1, 'same address');
  const [boxA, hostA] = split(a);
  const [boxB, hostB] = split(b);
  if (hostA === hostB && editSimilarity(boxA, boxB, 0.75) > 0) return told(0.8, 'nearly the same address');
  if (boxA === boxB) return told(0.6, 'same mailbox name at another host');
  if (hostA === hostB) return told(0.4, 'same host');
  return told(0, 'different addresses');
}

/** 1 − difference / larger one, 0 when the signs differ. */
export function compareNumbers(a: number, b: number): Likeness {
  if (a === b) return told(1, `both ${a}`);
  const larger = Math.max(Math.abs(a), Math.abs(b));
  return told(Math.min(0.99, Math.max(0, 1 - Math.abs(a - b) / larger)), `${a} and ${b}`);
}

/** Dates as eight digits, year first. Same 1; one slip of the keys 0.85; day and month swapped 0.85; same month 0.6; same year 0.4. */
export function compareDates(a: string, b: string): Likeness {
  if (a === b) return told(1, `both ${a}`);
  const swapped = a.slice(0, 4) + a.slice(6) + a.slice(4, 6);
  if (swapped === b) return told(0.85, 'day and month swapped');
  if (editDistance(a, b, 1) === 1) return told(0.85, `${a} and ${b}, one slip apart`);
  if (a.slice(0, 6) === b.slice(0, 6)) return told(0.6, 'same month');
  if (a.slice(0, 4) === b.slice(0, 4)) return told(0.4, 'same year');
  return told(0, `${a} and ${b}`);
}

/** Shared members over the smaller list. */
export function compareSets(a: ReadonlySet<string>, b: ReadonlySet<string>): Likeness {
  const shared = [...a].filter((member) => b.has(member));
  const why = shared.length > 0 ? `shared: ${shared.join(', ')}` : 'nothing shared';
  return told(shared.length / Math.min(a.size, b.size), why);
}

function split(email: string): [string, string] {
  const at = email.lastIndexOf('@');
  return at < 0 ? [email, ''] : [email.slice(0, at), email.slice(at + 1)];
}
