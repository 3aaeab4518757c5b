import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeChannel } from '../../sandbox/channel/generator/channel.ts';
import { parseRates } from '../../sandbox/channel/generator/exchange.ts';
import { countsOf, PLAN, parsePlan } from '../../sandbox/channel/generator/plan.ts';
import type { Truth } from '../../sandbox/channel/generator/truth.ts';
import { readChannel } from '../../sandbox/channel.ts';
import { SAMPLE_PARTS, type SamplePart } from '../../scripts/sample-parts.ts';

const FOLDER = 'sandbox/channel';
type Files = Map<string, Buffer>;
const json = (files: Files, file: string) => JSON.parse((files.get(file) as Buffer).toString());
const truthOf = (files: Files): Truth[] => json(files, 'truth.json');
const inboxOf = (files: Files) => [...files.keys()].filter((path) => path.startsWith('inbox/'));

describe('what is checked in', () => {
  const files = makeChannel(1, PLAN);

  test('is byte for byte what the default seed makes', () => {
    for (const [path, bytes] of files) {
      expect({ path, same: readFileSync(join(FOLDER, path)).equals(bytes) }).toEqual({ path, same: true });
    }
    expect(readdirSync(join(FOLDER, 'inbox')).sort()).toEqual(
      inboxOf(files)
        .map((path) => path.slice('inbox/'.length))
        .sort(),
    );
  });

  test('has the size and the spread that it is meant to have', () => {
    const truth = truthOf(files);
    expect(truth.length).toBeGreaterThanOrEqual(60);
    expect(new Set(truth.map(({ form }) => form))).toEqual(
      new Set(['webhook', 'csv', 'mail', 'text', 'pdf']),
    );
    expect(new Set(truth.map(({ ends }) => ends)).size).toBe(5);
    const planted = new Set(truth.map(({ kind }) => kind.split('.')[0]));
    expect([...planted].sort()).toEqual([...Object.keys(PLAN.rates), 'by_hand'].sort());
    const partners = json(files, 'partners.json') as Record<string, string>[];
    expect(partners.length).toBe(200);
    for (const field of ['tier', 'region', 'language'] as const)
      expect(new Set(partners.map((one) => one[field])).size).toBeGreaterThanOrEqual(4);
    expect(partners.filter((one) => one.parentPartner).length).toBeGreaterThan(50);
    const quarters = new Set(
      (json(files, 'prm-deals.json') as { createdAt: string }[]).map(({ createdAt }) =>
        Math.floor((Date.parse('2026-11-20') - Date.parse(createdAt)) / (91.3 * 86_400_000)),
      ),
    );
    expect(quarters.size).toBeGreaterThanOrEqual(8);
  });

  test('names nobody who can be reached', () => {
    for (const [path, bytes] of files) {
      // Attachments in base64 are made by the same words.
      const text = path.endsWith('.eml')
        ? bytes.toString().split('Content-Transfer-Encoding: base64')[0]
        : bytes;
      // Quoted-printable breaks long lines.
      const hosts =
        String(text)
          .replaceAll('=\n', '')
          .match(/(?<=@|https?:\/\/)[\p{L}\p{N}.-]+\.[a-z]{2,}\b/giu) ?? [];
      expect({ path, real: hosts.filter((host) => !host.endsWith('.example')) }).toEqual({ path, real: [] });
    }
  });
});

/** How a script reads its own options tells it nothing of the product. */
const OPTIONS = '../../scripts/setup/read-options.ts';

test('the generator imports nothing of the product', () => {
  const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  expect(sources.length).toBeGreaterThan(20);
  for (const file of sources) {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    const from = [...text.matchAll(/from '([^']+)'|import\('([^']+)'\)/g)].map(
      ([, path, other]) => path ?? other,
    );
    const outside = from.filter((path = '') => {
      // A package is nobody's product; what it writes is read by another one.
      const inside = !path.startsWith('.') || !join(file, '..', path).startsWith('..');
      return !inside && path !== OPTIONS;
    });
    expect({ file, outside }).toEqual({ file, outside: [] });
  }
});

test('the same seed gives the same bytes, another seed another channel', () => {
  const [first, again, other] = [makeChannel(7, PLAN), makeChannel(7, PLAN), makeChannel(8, PLAN)];
  expect([...first]).toEqual([...again]);
  expect(other.get('partners.json')).not.toEqual(first.get('partners.json'));
}, 60_000);

describe.each([1, 2, 3, 42, 20_261_120])('the channel of seed %i', (seed) => {
  const files = makeChannel(seed, PLAN);
  const truth = truthOf(files);
  const [partners, deals, crm] = ['partners.json', 'prm-deals.json', 'crm.json'].map((file) =>
    json(files, file),
  );
  const ids = (records: { id: string }[]) => records.map(({ id }) => id);

  test('has one truth for every registration of every file', () => {
    const named = Map.groupBy(truth, ({ file }) => file);
    expect([...named.keys()].sort()).toEqual(inboxOf(files).sort());
    for (const [file, items] of named) {
      const rows = file.endsWith('.csv')
        ? Math.max(1, (files.get(file) as Buffer).toString().trim().split('\n').length - 1)
        : 1;
      expect({ file, truths: items.length }).toEqual({ file, truths: rows });
    }
    const registrations = truth.flatMap(({ registration }) => registration ?? []);
    expect(new Set(registrations).size).toBe(registrations.length);
  });

  test('points only at records that there are', () => {
    const known = new Set([
      ...ids(deals).map((id) => `prm:Deal/${id}`),
      ...ids(crm.accounts).map((id) => `crm:Account/${id}`),
      ...ids(crm.opportunities).map((id) => `crm:Opportunity/${id}`),
      ...truth.map(({ registration }) => `registration:${registration}`),
    ]);
    const named = truth.flatMap((one) => [...one.conflict, ...one.same_as, ...one.not_same_as]);
    expect(named.filter((record) => !known.has(record))).toEqual([]);
    const parents = [...partners, ...crm.accounts].flatMap((one) => one.parentPartner ?? one.parentId ?? []);
    const all = new Set([...ids(partners), ...ids(crm.accounts)]);
    expect(parents.filter((id: string) => !all.has(id))).toEqual([]);
    for (const records of [partners, deals, crm.accounts, crm.opportunities])
      expect(new Set(ids(records)).size).toBe(records.length);
  });

  test('contradicts itself nowhere', () => {
    for (const one of truth) {
      if (one.triage_status === 'AUTO_APPROVED') expect(one.conflict).toEqual([]);
      if (one.conflict.length > 0) expect(one.triage_status).toBe('FLAGGED_CONFLICT');
      if (one.ends === 'Approved') expect(one.triage_status).toBe('AUTO_APPROVED');
      if (one.ends === 'dead letter') expect(one.triage_status).toBeNull();
      // What was read from free text never decides by itself.
      if (one.fields !== null) expect(one.ends).not.toBe('Approved');
      expect(one.why).not.toBe('');
    }
  });
});

describe('a plan', () => {
  test('may ask for many: no two files share a name, and the late ones stay apart', () => {
    const files = makeChannel(3, { ...PLAN, registrations: 600 });
    expect(truthOf(files).length).toBe(610);
    const numbers = inboxOf(files).map((path) => path.slice('inbox/'.length).split('-')[0]);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('makes more of a kind and leaves the rest in proportion', () => {
    const plan = parsePlan('{ "registrations": 30, "rates": { "hostile": 500 } }');
    const counts = new Map(countsOf(plan));
    expect([...counts.values()].reduce((sum, count) => sum + count)).toBe(30);
    expect(counts.get('hostile')).toBeGreaterThan(20);
  });

  test.each(['{ "rates": { "nonsense": 1 } }', '{ "rates": { "clean": -1 } }', '{ "customers": 5 }'])(
    'is refused: %s',
    (text) => expect(() => parsePlan(text)).toThrow(/nonsense|clean|customers/),
  );

  test('exchange rates are refused with the line', () => {
    expect(() => parseRates('date,currency,usd\n2026-11-20,EUR,much')).toThrow('line 2');
  });
});

describe('read on another day', () => {
  const then = readChannel('2026-11-21');
  const later = readChannel('2027-03-01');

  test('dates move by the days between, and nothing else changes', () => {
    expect(readChannel('2026-11-21').inbox).toEqual(then.inbox);
    // A text says its dates in words, which are longer or shorter than before.
    const sameLength = ({ file }: { file: string }) => /\.(?:json|csv)$/.test(file);
    const lengths = ({ inbox }: typeof then) =>
      inbox.map((item) => ({ file: item.file, length: sameLength(item) ? item.bytes.length : 0 }));
    expect(lengths(later)).toEqual(lengths(then));
    const mail = later.inbox.find(({ file }) => file === '09-thames.eml')?.bytes.toString();
    expect(mail).toContain('Date: Sun, 28 Feb 2027 11:32:00 GMT');
    expect(mail).toContain('Expected close date: 2027-06-06');
  });

  test('what is checked in is what is read on the day after it was written down', () => {
    expect(readChannel('2026-11-21', FOLDER)).toEqual(then);
  });

  test('a day that is none stays none', () => {
    expect(later.inbox.some(({ bytes }) => bytes.includes('2027-02-30'))).toBe(true);
  });

  const wavesOf = (parts: readonly SamplePart[]) =>
    parts
      .flatMap((part) => part.waves({ inbox: later.inbox, claims: () => [] }))
      .map((wave) => wave.filter((item) => 'bytes' in item))
      .filter(({ length }) => length > 0);

  test('the parts of the sample deliver all of it once, the late ones last', () => {
    const waves = wavesOf(SAMPLE_PARTS);
    const files = waves.flat().map(({ file }) => file);
    expect([...files].sort()).toEqual(later.inbox.map(({ file }) => file));
    const last = waves.at(-1) ?? [];
    expect(last.length).toBeGreaterThan(0);
    expect(last.every(({ file }) => file.startsWith('9'))).toBe(true);
  });

  test('the first part is small, so that its board is there at once', () => {
    expect(wavesOf([SAMPLE_PARTS[0]]).flat().length).toBeLessThan(15);
    expect(new Set(SAMPLE_PARTS.map(({ id }) => id)).size).toBe(SAMPLE_PARTS.length);
  });
});
