import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PROGRAM_TYPES } from '../../../domain/incentives/program.ts';
import { incentivePrograms } from '../../../installation/incentives/programs.ts';

let folder: string;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'qd-programs-')), 'policy');
  cpSync('policy', folder, { recursive: true });
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

test('the sample channel has programs of every type, and all of them are right', () => {
  const programs = incentivePrograms('policy');
  expect([...new Set(programs.map(({ type }) => type))].sort()).toEqual([...PROGRAM_TYPES].sort());
  expect(programs.length).toBeGreaterThanOrEqual(6);
});

test('a policy folder of before there were programs has none', () => {
  rmSync(join(folder, 'incentives'), { recursive: true });
  expect(incentivePrograms(folder)).toEqual([]);
});

test('where the catalogue names legal entities, each program says which of them owes', () => {
  const names = join(folder, 'catalogue.yaml');
  writeFileSync(names, `${readFileSync(names, 'utf8')}legalEntities: [Acme Europe BV, Acme Inc]\n`);
  expect(() => incentivePrograms(folder)).toThrow(
    'legalEntity: say which one owes it; there are: Acme Europe BV, Acme Inc',
  );
  const programs = join(folder, 'incentives');
  for (const name of readdirSync(programs))
    writeFileSync(
      join(programs, name),
      `${readFileSync(join(programs, name), 'utf8')}\nlegalEntity: Acme Inc\n`,
    );
  expect(new Set(incentivePrograms(folder).map(({ legalEntity }) => legalEntity))).toEqual(
    new Set(['Acme Inc']),
  );
});

const file = (name: string) => join(folder, 'incentives', `${name}.yaml`);

/** What is said of the folder when in one file a text stands in place of another. */
function said(name: string, from: string, to: string): string {
  const text = readFileSync(file(name), 'utf8');
  expect(text).toContain(from);
  writeFileSync(file(name), text.replace(from, to));
  try {
    incentivePrograms(folder);
  } catch (error) {
    return (error as Error).message.replaceAll(join(folder, 'incentives/'), '');
  }
  return 'nothing';
}

const FLAT = 'endpoint-launch-spiff';
const TIERED = 'security-sprint-spiff';
const MDF = 'autumn-roadshow-mdf';
const REBATE = 'volume-rebate-2026';
const BUNDLE = 'resilience-bundle-bonus';
const REGIONAL = 'growth-regions-bonus';
const PASS = 'distributor-pass-through';

describe('is refused with file, line and reason:', () => {
  test.each<[string, string, string, string, string]>([
    [
      'a window that ends before it begins',
      FLAT,
      'to: 2026-12-31',
      'to: 2026-08-31',
      ':8: window.to: the window ends on 2026-08-31, before it begins on 2026-09-01',
    ],
    [
      'a day that is none',
      FLAT,
      'to: 2026-12-31',
      'to: 2026-02-30',
      ':8: window.to: 2026-02-30 is no day of the calendar',
    ],
    [
      'a version after the window',
      FLAT,
      'effectiveFrom: 2026-09-01',
      'effectiveFrom: 2027-01-01',
      ':5: effectiveFrom: no sale is rated by it',
    ],
    ['a zone that is none', FLAT, 'Europe/Berlin', 'Europe/Bonn', ':7: zone: Europe/Bonn is no time zone'],
    [
      'an unknown tier',
      FLAT,
      '[Platinum, Gold]',
      '[Platinum, Golden]',
      ':12: eligibility.tiers.1: there is no tier Golden in catalogue.yaml',
    ],
    [
      'an unknown region',
      FLAT,
      '[EMEA]',
      '[Europe]',
      ':13: eligibility.regions.0: there is no region Europe',
    ],
    [
      'an unknown SKU',
      FLAT,
      'skus: [EP-PRO]',
      'skus: [XX-*]',
      ':14: eligibility.skus.0: no product of catalogue.yaml has the SKU XX-*',
    ],
    [
      'an unknown certification',
      FLAT,
      'certifications: [Endpoint]',
      'certifications: [Endpoints]',
      ':15: eligibility.certifications.0: there is no certification Endpoints',
    ],
    [
      'an unknown vendor',
      MDF,
      'Atelier Lumen SARL',
      'Atelier',
      'proof.vendors.1: there is no vendor Atelier',
    ],
    ['an unknown country', FLAT, '[DK, NO]', '[DK, XX]', 'notPayable.countries.1: XX is no ISO 3166-1 code'],
    ['a union', FLAT, '[DK, NO]', '[DK, EU]', 'notPayable.countries.1: EU is no ISO 3166-1 code'],
    ['another name of GB', FLAT, '[DK, NO]', '[UK, NO]', 'notPayable.countries.0: UK is no ISO 3166-1 code'],
    [
      'an unknown currency',
      FLAT,
      'currency: EUR',
      'currency: EUX',
      ':6: currency: EUX is no currency of ISO 4217',
    ],
    [
      'a currency that is not the program’s',
      FLAT,
      'amount: 500.00 EUR',
      'amount: 500.00 USD',
      ':20: caps.0.amount: it is in USD, and the program pays in EUR',
    ],
    [
      'too many decimals',
      FLAT,
      'perUnit: 5.00 EUR',
      'perUnit: 5.001 EUR',
      ':18: rules.0.perUnit: EUR has 2 decimals, and 5.001 has more',
    ],
    ['an amount without currency', FLAT, 'perUnit: 5.00 EUR', 'perUnit: 5.00', ':18: rules.0.perUnit:'],
    [
      'a rate of nothing',
      FLAT,
      'perUnit: 5.00 EUR',
      'perUnit: 0.00 EUR',
      ':18: rules.0.perUnit: it must be above 0',
    ],
    [
      'two rates',
      FLAT,
      'perUnit: 5.00 EUR',
      'perUnit: 5.00 EUR, percent: 2',
      ':18: rules.0: needs one of percent, perUnit and perLine',
    ],
    ['no rate', FLAT, ', perUnit: 5.00 EUR', '', ':18: rules.0: needs one of percent, perUnit and perLine'],
    [
      'rules that overlap',
      TIERED,
      'skus: [EP-*]\n    perUnit',
      'skus: [IDT-*]\n    perUnit',
      ':24: rules.1: a line can fall under endpoint and under identity',
    ],
    [
      'a rule that cannot be reached',
      TIERED,
      'skus: [IDT-STD, EP-*]',
      'skus: [IDT-STD]',
      ':24: rules.1: endpoint can never be reached',
    ],
    [
      'a bonus that cannot be reached',
      REGIONAL,
      'to: 2026-12-31, percent',
      'to: 2026-03-31, percent',
      'bonuses.0.to: it ends before the program’s window',
    ],
    [
      'two rules of one name',
      TIERED,
      'rule: endpoint',
      'rule: identity',
      ':24: rules.1.rule: there are two of the name identity',
    ],
    [
      'a gap between tiers',
      REBATE,
      'from: 100000.00, below',
      'from: 120000.00, below',
      ':22: rules.0.tiered.steps.1.from: there is a gap between the tiers from 100000 to 120000',
    ],
    [
      'tiers that overlap',
      REBATE,
      'from: 100000.00, below',
      'from: 90000.00, below',
      ':22: rules.0.tiered.steps.1.from: the tiers overlap from 90000 to 100000',
    ],
    [
      'a gap below the first tier',
      REBATE,
      'from: 0, below',
      'from: 10, below',
      ':21: rules.0.tiered.steps.0.from: there is a gap below the first tier',
    ],
    [
      'a last tier with an end',
      REBATE,
      'from: 250000.00, percent',
      'from: 250000.00, below: 300000, percent',
      ':23: rules.0.tiered.steps.2.below: from 300000 on there is no tier',
    ],
    [
      'a tier in the middle without an end',
      REBATE,
      'from: 100000.00, below: 250000.00',
      'from: 100000.00',
      ':22: rules.0.tiered.steps.1: it has no end',
    ],
    [
      'a tier that ends where it begins',
      REBATE,
      'below: 250000.00',
      'below: 100000.00',
      ':22: rules.0.tiered.steps.1.below: the tier ends at 100000, not above where it begins',
    ],
    [
      'a percent that gives more than was sold',
      REBATE,
      'percent: 4.5',
      'percent: 450',
      'rules.0: a percent is above 0 and at most 100: nobody earns more than was sold',
    ],
    [
      'a legal entity that nobody knows',
      REBATE,
      'reviewers:',
      'legalEntity: Acme BV\nreviewers:',
      'legalEntity: there is no legal entity Acme BV in catalogue.yaml; there are: none',
    ],
    [
      'a tier that pays no more',
      REBATE,
      'percent: 4.5',
      'percent: 3',
      ':23: rules.0.tiered.steps.2: a higher tier must give more',
    ],
    [
      'tiers of another kind',
      REBATE,
      'percent: 4.5',
      'perUnit: 4.00 EUR',
      ':23: rules.0.tiered.steps.2: all tiers of a rule give the same',
    ],
    [
      'tiers that cannot be cut',
      TIERED,
      'by: units\n      steps',
      'by: volume\n      steps',
      'needs percent, not perUnit',
    ],
    [
      'an accelerator that slows',
      TIERED,
      'factor: 1.25',
      'factor: 0.9',
      'accelerators.0.factor: strong-month must be above 1',
    ],
    [
      'a cap below what one sale earns',
      FLAT,
      'amount: 500.00 EUR',
      'amount: 4.99 EUR',
      ':20: caps.0.amount: the cap is below 5.00, the least that one sale earns',
    ],
    [
      'a cap that can never be reached',
      FLAT,
      'amount: 2500.00 EUR',
      'amount: 250.00 EUR',
      ':21: caps.1: it is below the cap per claim',
    ],
    [
      'a cap above the budget',
      MDF,
      'budget: 60000.00 EUR',
      'budget: 6000.00 EUR',
      'budget: the cap per claim is above the budget',
    ],
    ['two caps of one kind', FLAT, 'per: period', 'per: claim', ':21: caps.1: there are two caps per claim'],
    [
      'a cap without an amount',
      FLAT,
      ', amount: 500.00 EUR',
      '',
      ':20: caps.0: the cap per claim needs an amount',
    ],
    [
      'a bundle that is never complete',
      BUNDLE,
      '[BKP-PRO, ARC-STD, MON-STD]\nbundles',
      '[BKP-PRO, ARC-STD]\nbundles',
      'bundles.0: resilience is never complete: eligibility does not admit MON-STD',
    ],
    [
      'a condition about what nobody knows',
      PASS,
      'sale.country == "GB"',
      'sale.county == "GB"',
      'eligibility.conditions.0.when: the condition cannot be read (No such key: county)',
    ],
    [
      'a whole number beside a decimal in a condition',
      PASS,
      'sale.country == "GB"',
      'sale.quantity == 2',
      'write numbers beside sale.amount and sale.quantity with a point, such as 10.0',
    ],
    [
      'a condition that is no CEL',
      PASS,
      'sale.country == "GB" ||',
      '== "GB" ||',
      'eligibility.conditions.0.when: the condition cannot be read',
    ],
    [
      'a condition that says no yes or no',
      PASS,
      'sale.country == "GB" || sale.country == "IE"',
      'sale.country',
      'says string, not yes or no',
    ],
    [
      'a condition that is always true',
      PASS,
      'sale.country == "GB" || sale.country == "IE"',
      '1 < 2',
      'is always true, whatever is sold',
    ],
    [
      'shares that are not the whole',
      PASS,
      'percent: 90',
      'percent: 80',
      'splits: the percents of the splits must be 100 in all',
    ],
    [
      'a person who is paid a commission',
      FLAT,
      'money: person',
      'money: commission',
      ':23: money: money is person where a person is paid',
    ],
    [
      'a price reduction without a credit note',
      REBATE,
      '[credit_note]',
      '[partner_invoice]',
      'papers: a price reduction needs a credit_note',
    ],
    [
      'probabilities that are not the whole',
      REBATE,
      'probability: 0.5',
      'probability: 0.6',
      'estimate.outcomes: the probabilities must be 1 in all',
    ],
    [
      'a program that pays nothing',
      FLAT,
      'rules:\n  - { rule: seat, perUnit: 5.00 EUR }\n',
      '',
      'rules: the program pays nothing',
    ],
    [
      'a field twice',
      FLAT,
      'type: spiff',
      'type: spiff\ntype: mdf',
      ':5: file: is no YAML: Map keys must be unique',
    ],
    ['no YAML', FLAT, 'window: {', 'window: [', 'file: is no YAML'],
    ['a type that is none', FLAT, 'type: spiff', 'type: spif', ':4: type:'],
    ['a field that is none', FLAT, 'payee: person', 'payees: person', ':22: payees: there is no such field'],
  ])('%s', (_, name, from, to, reason) => {
    const text = said(name, from, to);
    expect(text).toContain(`${name}.yaml:`);
    expect(text).toContain(reason);
  });

  test('two versions of a program that begin on one day, or differ in what is counted over both', () => {
    writeFileSync(
      file('second'),
      readFileSync(file(REBATE), 'utf8').replace('period: quarter', 'period: month'),
    );
    expect(said(FLAT, 'title:', 'title:')).toMatch(
      /second\.yaml:6: effectiveFrom: another file has a version of volume-rebate-2026 that begins on this day, too\nsecond\.yaml:\d+: period: it is month, and quarter in the version from 2026-01-01/,
    );
    writeFileSync(
      file('second'),
      readFileSync(file(REBATE), 'utf8').replace('effectiveFrom: 2026-01-01', 'effectiveFrom: 2026-07-01'),
    );
    expect(incentivePrograms(folder).filter(({ program }) => program === REBATE).length).toBe(2);
  });
});
