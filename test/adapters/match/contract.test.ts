import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createMatch } from '../../../adapters/match/index.ts';
import type { MatchPort } from '../../../adapters/ports/match.ts';
import type { MatchRecord } from '../../../domain/match/record.ts';
import { call } from '../contract.ts';
import { openedDatabase } from '../store/database.ts';
import { aRecord, indexedAs } from './records.ts';

const db = openedDatabase();

/** What every match index must do; a new one adds a row. */
const ADAPTERS: [string, () => MatchPort][] = [['postgres', () => createMatch('postgres', {}, db.app)]];

describe.each(ADAPTERS)('%s', (_, open) => {
  let port: MatchPort;
  beforeAll(() => {
    port = open();
  });
  const add = (...records: MatchRecord[]) =>
    port.index(
      records.map((each) => indexedAs(each)),
      call,
    );
  const found = async (query: MatchRecord, limit = 20) =>
    (await port.candidates(query, limit, call)).map(({ record }) => record.record);
  const foundBy = (name: string, fields: Partial<MatchRecord> = {}) =>
    found(aRecord('registration:asked', name, fields));

  describe('the name', () => {
    beforeAll(() =>
      add(
        aRecord('registration:wind', 'Nordwind Logistik GmbH'),
        aRecord('registration:muller', 'Müller & Söhne Maschinenbau GmbH & Co. KG'),
        aRecord('registration:ibm', 'International Business Machines Corp.'),
        aRecord('registration:sony', 'ソニー株式会社'),
        aRecord('registration:rosneft', 'ПАО «Роснефть»'),
        aRecord('registration:garage', 'Garage Kowalski sp. z o.o.'),
      ),
    );

    test.each([
      ['as it is', 'Nordwind Logistik GmbH', 'wind'],
      ['a letter lost', 'Norwind Logistik', 'wind'],
      ['a letter added', 'Nordwindd Logistik', 'wind'],
      ['a letter replaced', 'Nordwant Logistik', 'wind'],
      ['neighbours swapped', 'Nrodwind', 'wind'],
      ['another legal form', 'Nordwind Logistik S.A.', 'wind'],
      ['another order', 'Logistik Nordwind', 'wind'],
      ['written together', 'Nordwindlogistik', 'wind'],
      ['written apart', 'Nord Wind Logistik', 'wind'],
      ['a word dropped', 'Nordwind AG', 'wind'],
      ['an abbreviation', 'Müller Masch. GmbH', 'muller'],
      ['umlauts spelled out', 'Mueller und Soehne Maschinenbau', 'muller'],
      ['capitals', 'MULLER SOHNE MASCHINENBAU', 'muller'],
      ['initials', 'IBM', 'ibm'],
      ['initials with dots', 'I.B.M. Deutschland GmbH', 'ibm'],
      ['Japanese by sound', 'Soni', 'sony'],
      ['Cyrillic by letters', 'Rosneft', 'rosneft'],
      ['a typo in the only rare word', 'Garage Kowalsky', 'garage'],
    ])('finds %s: %s', async (_how, name, record) => {
      expect((await foundBy(name))[0]).toBe(`registration:${record}`);
    });

    test('does not find what has nothing in common with it', async () => {
      expect(await foundBy('Zephyr Quantum')).toEqual([]);
      expect(await foundBy('')).toEqual([]);
      expect(await foundBy('!!!')).toEqual([]);
    });

    test('finds any name by itself, whatever characters it is made of', async () => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 3, maxLength: 40 }), async (text) => {
          // At least one word that a name can be told by.
          const name = `Karmelion ${text}`;
          await add(aRecord('registration:any', name));
          expect(await foundBy(name)).toContain('registration:any');
        }),
        { numRuns: 60 },
      );
      await port.remove(['registration:any'], call);
    });
  });

  describe('what else is shared', () => {
    const street = (text: string, postalCode: string) => ({
      address: { street: text, postalCode, city: null, country: null },
    });
    beforeAll(() =>
      add(
        aRecord('crm:Account/host', 'Quirin Apotheken', { domain: 'quirin.example' }),
        aRecord('crm:Account/contact', 'Tarvos Klinik', { contactToken: 'token-1' }),
        aRecord('crm:Account/place', 'Wendt Optik', street('Lange Straße 7', '20095')),
        aRecord('crm:Account/top', 'Obermann Holding'),
        aRecord('crm:Account/child', 'Feldhoff Werke', { parent: 'crm:Account/top' }),
      ),
    );

    test.each<[string, Partial<MatchRecord>, string]>([
      ['the domain', { domain: 'quirin.example' }, 'host'],
      ['the registrable domain', { domain: 'emea.quirin.example' }, 'host'],
      ['the label under another suffix', { domain: 'quirin.test' }, 'host'],
      ['the contact', { contactToken: 'token-1' }, 'contact'],
      ['postal code and street', street('Lange Str. 7', '20095'), 'place'],
      ['the parent', { parent: 'crm:Account/top' }, 'child'],
    ])('finds %s under another name', async (_how, fields, record) => {
      expect(await foundBy('Zephyr Quantum', fields)).toContain(`crm:Account/${record}`);
    });

    test('finds the parent of a child and the children of a parent', async () => {
      expect(await foundBy('Zephyr Quantum', { parent: 'crm:Account/top' })).toContain('crm:Account/top');
      const top = aRecord('crm:Account/top', 'Obermann Holding');
      expect(await found(top)).toContain('crm:Account/child');
    });

    test('another house, another code, another contact find nothing', async () => {
      expect(await foundBy('Zephyr Quantum', street('Lange Str. 9', '20095'))).toEqual([]);
      expect(await foundBy('Zephyr Quantum', street('Lange Str. 7', '20097'))).toEqual([]);
      expect(await foundBy('Zephyr Quantum', { contactToken: 'token-2' })).toEqual([]);
    });

    test('a name that says the label of a site finds it', async () => {
      await add(aRecord('crm:Account/label', 'Apotheken am Markt', { domain: 'brandvolt.example' }));
      expect(await foundBy('Brandvolt')).toContain('crm:Account/label');
    });
  });

  describe('what partners hold', () => {
    const holder = { partnerId: '7001' };
    beforeAll(() =>
      port.index(
        [
          ...Array.from({ length: 40 }, (_each, n) =>
            indexedAs(aRecord(`crm:Account/heron-${n}`, `Heronimo Werke ${n}`)),
          ),
          indexedAs(aRecord('registration:held', 'Blaue Kaffeemanufaktur am Hafen Heronimo'), holder),
          indexedAs(aRecord('registration:ended', 'Blaue Kaffeemanufaktur am Hafen Heronimo'), {
            ...holder,
            open: false,
          }),
        ],
        call,
      ),
    );

    test('under a name with a rare word in common is found beside the nearest, unless it has ended', async () => {
      const ten = await found(aRecord('registration:asked', 'Heronimo Werke'), 10);
      expect(ten).toContain('registration:held');
      expect(ten).not.toContain('registration:ended');
      expect(ten).toHaveLength(11);
    });
  });

  describe('the list', () => {
    beforeAll(() =>
      add(
        ...Array.from({ length: 60 }, (_each, n) =>
          aRecord(`registration:many-${n}`, `Hollerbeck ${String.fromCharCode(97 + (n % 26))}${n}`),
        ),
        aRecord('registration:plain', 'Hollerbeck'),
      ),
    );

    test('is best first and never longer than asked for', async () => {
      const five = await found(aRecord('registration:asked', 'Hollerbeck'), 5);
      expect(five).toHaveLength(5);
      expect(five[0]).toBe('registration:plain');
    });

    test('never holds the record that is asked about', async () => {
      const self = aRecord('registration:plain', 'Hollerbeck');
      expect(await found(self, 100)).toHaveLength(60);
      expect(await found(self, 100)).not.toContain('registration:plain');
    });

    test('is the same every time', async () => {
      const query = aRecord('registration:asked', 'Hollerbek a');
      expect(await found(query)).toEqual(await found(query));
    });

    test('keeps a place for the same domain beside any number of near names', async () => {
      await add(aRecord('registration:renamed', 'Zwirner', { domain: 'hollerbeck.example' }));
      const query = aRecord('registration:asked', 'Hollerbeck', { domain: 'hollerbeck.example' });
      expect(await found(query, 5)).toContain('registration:renamed');
    });
  });

  test('answers record and facts as they were given', async () => {
    const record = aRecord('registration:whole', 'Ünïcode “Straße” 100 %', {
      domain: 'whole.example',
      products: ['backup'],
      territories: ['DE'],
      address: { street: 'Weg 1', postalCode: '1010', city: 'Wien', country: 'AT' },
    });
    const facts = { partnerId: 'P1', submittedAt: '2026-03-02T09:00:00.000Z', status: 'Under Review' };
    await port.index([indexedAs(record, facts)], call);
    const [first] = await port.candidates(aRecord('registration:asked', record.name), 5, call);
    expect(first).toEqual(indexedAs(record, facts));
  });

  test('a record that comes again replaces the one before; its old name no longer finds it', async () => {
    await add(aRecord('registration:renaming', 'Altenkirch Papier'));
    await add(aRecord('registration:renaming', 'Neuenrade Draht'));
    expect(await foundBy('Altenkirch Papier')).not.toContain('registration:renaming');
    expect(await foundBy('Neuenrade Draht')).toEqual(['registration:renaming']);
  });

  test('twice in one call: the last one counts', async () => {
    await add(aRecord('registration:twice', 'Erstling'), aRecord('registration:twice', 'Letztling'));
    expect(await foundBy('Letztling')).toEqual(['registration:twice']);
  });

  test('a removed record is not found; removing what is unknown is nothing', async () => {
    await add(aRecord('registration:gone', 'Vergangen'));
    await port.remove(['registration:gone', 'registration:never'], call);
    expect(await foundBy('Vergangen')).toEqual([]);
    await port.remove([], call);
    await port.index([], call);
  });

  test('many writers at once agree', async () => {
    const batch = (order: 1 | -1) =>
      add(
        ...Array.from({ length: 40 }, (_each, n) =>
          aRecord(`registration:race-${order * n}`, `Wettlauf ${n}`),
        ),
      );
    await Promise.all([batch(1), batch(-1), batch(1), batch(-1)]);
    expect(await found(aRecord('registration:asked', 'Wettlauf 7'), 5)).toContain('registration:race-7');
  });
});

test('an unknown index is refused by name, and settings that it does not know', () => {
  expect(() => createMatch('elsewhere', {}, db.app)).toThrow('use one of: postgres');
  expect(() => createMatch('toString', {}, db.app)).toThrow('there is no match adapter');
  expect(() => createMatch('postgres', { url: 'secret' }, db.app)).toThrow(/url/);
});
