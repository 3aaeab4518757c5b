import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ExportedFunction, exportedFunctions, imported } from './exported-functions.ts';
import { hostileTexts } from './hostile-texts.ts';
import { BESIDE_IT, MADE_OF } from './made-of.ts';

/** Here everything reads: a function whose parameters this test does not know is an error. */
const READERS = ['domain/reading', 'domain/documents', 'domain/company', 'domain/grounding'];
/** Here some functions do: those whose parameters are known are tried. */
const SOME_READ = [
  ...READERS,
  'domain/match',
  'domain/invoice',
  ...['extract-deal', 'bind-extraction', 'stated-needs'].map((name) => `domain/deal/${name}.ts`),
  'adapters/intake',
  'adapters/documents',
  'adapters/store/addresses.ts',
  'adapters/vendor-words.ts',
  'cli/printable.ts',
];

/** Their parsers are libraries', or throw at what is no such file; so they run in a thread only, with a budget. */
const IN_A_THREAD =
  /^adapters\/(?:documents\/(?:docx|page-image|read-(?:bytes|mail-file|pdf|sales-file))|intake\/(?:deal\/mail|zip-entries|mail\/(?:parsed|opened|tnef|outlook|smime|rtf-text)))\.ts$/;

const isTried = ({ types }: ExportedFunction) =>
  types.some((type) => type in MADE_OF) && types.every((type) => type in MADE_OF || type in BESIDE_IT);
const functions = exportedFunctions(SOME_READ).filter((one) => isTried(one) && !IN_A_THREAD.test(one.file));
const tried = await Promise.all(functions.map(async (one) => ({ ...one, run: await imported(one) })));

/** A text of a quarter of the longer one: below this cost even the square of its growth stays within seconds for a megabyte. */
const SHORT = 32_000;
const CHEAP_MS = 2;
const LONG = 128_000;
/** Four times the text takes four times as long, and sixteen times where it grows with the square. */
const MOST_GROWTH = 8;
const MEGABYTE = 1_000_000;
const MOST_MS = 1_000;
/** A busy or slow machine takes longer for a megabyte: then what counts is that the time has grown with the text, within this factor. */
const TWICE = 2;
const MOST_BUSY_MS = 5_000;

describe('whatever a text repeats, reading it takes time that grows with its length, and a megabyte less than a second where nothing else runs', () => {
  test.each(hostileTexts(fc.readConfigureGlobal()?.seed ?? 1))('$name', async ({ text }) => {
    const made = new Map<string, unknown>();
    const argumentsOf = (types: readonly string[], length: number) =>
      types.map((type, index) => {
        const make = MADE_OF[type];
        if (!make) return BESIDE_IT[type]?.();
        // A list beside a text is one of records: a few names, of which one is hostile.
        if (type === 'readonly string[]' && index > 0) return ['Jane Miller', text(60)];
        // Two texts of one call differ: equal ones are often the quick case.
        const key = `${type} ${length} ${index}`;
        if (!made.has(key)) made.set(key, make(index === 0 ? text(length) : `x${text(length)}`));
        return made.get(key);
      });
    const slow: string[] = [];
    for (const one of tried) {
      const took = (length: number) => {
        const given = argumentsOf(one.types, length);
        return cpuOf(() => one.run(...given));
      };
      const short = await leastOf(took, SHORT, CHEAP_MS);
      if (short <= CHEAP_MS) continue;
      const most = Math.min(short * MOST_GROWTH, (MOST_MS * LONG) / MEGABYTE);
      const long = await leastOf(took, LONG, most);
      if (long <= most) continue;
      // Dear, or grown more than its text: it may stop at a length that no registration has.
      const grown = (long * MEGABYTE) / LONG;
      const whole = long > MOST_BUSY_MS ? grown : await leastOf(took, MEGABYTE, MOST_MS);
      if (whole > MOST_BUSY_MS || (whole > MOST_MS && whole > TWICE * grown))
        slow.push(
          `${one.file} ${one.name}: ${SHORT} characters ${short} ms, ${LONG} ${long} ms, then ${whole} ms`,
        );
    }
    expect(slow).toEqual([]);
  });
});

test('every function that reads is tried', () => {
  const holdsText = (type: string) =>
    /string|Uint8Array|Buffer|TextLine|Page|Labelled/.test(type) && !(type in BESIDE_IT);
  const unknown = exportedFunctions(READERS).filter((one) => one.types.some(holdsText) && !isTried(one));
  expect(unknown.map(({ file, name, types }) => `${file} ${name}(${types.join(', ')})`)).toEqual([]);
  expect(functions.length).toBeGreaterThan(100);
});

/** The least of at most three runs: what a busy machine adds is no cost of the reader. Stops at the first that is within `enough`. */
async function leastOf(
  took: (length: number) => Promise<number>,
  length: number,
  enough: number,
): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3 && least > enough; run += 1) least = Math.min(least, await took(length));
  return least;
}

/** Milliseconds of CPU of this thread. A text that is refused by an error is as good as one that is read. */
async function cpuOf(run: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  try {
    await run();
  } catch {}
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
