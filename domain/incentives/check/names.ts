import { isCurrency } from '../../iso-4217.ts';
import type { Catalogue, IncentiveProgram } from '../program.ts';
import { skuFits } from '../selector.ts';
import { fault, type ProgramFault } from './fault.ts';

/** Names that the catalogue does not know, and names that are given twice. */
export function nameFaults(program: IncentiveProgram, catalogue: Catalogue): ProgramFault[] {
  const { eligibility, rules, bonuses, bundles, accelerators, proof, notPayable, currency } = program;
  const skus = catalogue.products.map(({ sku }) => sku);
  const known = (path: ProgramFault['path'], names: readonly string[], of: readonly string[], what: string) =>
    [...names.entries()]
      .filter(([, name]) => !of.includes(name))
      .map(([at, name]) =>
        fault([...path, at], `there is no ${what} ${name} in catalogue.yaml; there are: ${of.join(', ')}`),
      );
  const sold = (path: ProgramFault['path'], patterns: readonly string[]) =>
    [...patterns.entries()]
      .filter(([, pattern]) => !skus.some((sku) => skuFits(pattern, sku)))
      .map(([at, pattern]) => fault([...path, at], `no product of catalogue.yaml has the SKU ${pattern}`));
  const selectors = [
    ...[...rules.entries()].map(([at, rule]) => ({ path: ['rules', at], ...rule })),
    ...[...bonuses.entries()].map(([at, rule]) => ({ path: ['bonuses', at], ...rule })),
    { path: ['eligibility'], ...eligibility },
  ];
  return [
    ...(isCurrency(currency) ? [] : [fault(['currency'], `${currency} is no currency of ISO 4217`)]),
    ...selectors.flatMap(({ path, ...one }) => [
      ...sold([...path, 'skus'], one.skus),
      ...known([...path, 'tiers'], one.tiers, catalogue.tiers, 'tier'),
      ...known([...path, 'regions'], one.regions, catalogue.regions, 'region'),
    ]),
    ...known(
      ['eligibility', 'certifications'],
      eligibility.certifications,
      catalogue.certifications,
      'certification',
    ),
    ...known(['proof', 'vendors'], proof.vendors, catalogue.vendors, 'vendor'),
    ...entityFaults(program, catalogue),
    ...[...bundles.entries()].flatMap(([at, { skus: set }]) =>
      known(['bundles', at, 'skus'], set, skus, 'SKU'),
    ),
    ...[...notPayable.countries.entries()]
      .filter(([, country]) => !isCountry(country))
      .map(([at, country]) =>
        fault(['notPayable', 'countries', at], `${country} is no ISO 3166-1 code, such as DE`),
      ),
    ...twice(
      'rules',
      rules.map(({ rule }) => rule),
      'rule',
    ),
    ...twice(
      'bonuses',
      bonuses.map(({ bonus }) => bonus),
      'bonus',
    ),
    ...twice(
      'bundles',
      bundles.map(({ bundle }) => bundle),
      'bundle',
    ),
    ...twice(
      'accelerators',
      accelerators.map(({ accelerator }) => accelerator),
      'accelerator',
    ),
  ];
}

/** Once the catalogue names several entities, a program has to say which of them owes. */
function entityFaults({ legalEntity }: IncentiveProgram, { legalEntities }: Catalogue): ProgramFault[] {
  if (legalEntity === null && legalEntities.length > 0)
    return [fault(['legalEntity'], `say which one owes it; there are: ${legalEntities.join(', ')}`)];
  if (legalEntity === null || legalEntities.includes(legalEntity)) return [];
  const there = legalEntities.length === 0 ? 'none' : legalEntities.join(', ');
  return [
    fault(['legalEntity'], `there is no legal entity ${legalEntity} in catalogue.yaml; there are: ${there}`),
  ];
}

function twice(list: string, names: readonly string[], what: string): ProgramFault[] {
  return [...names.entries()]
    .filter(([at, name]) => names.indexOf(name) < at)
    .map(([at, name]) => fault([list, at, what], `there are two of the name ${name}`));
}

const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
/** Codes that have a name there and are no country's. */
const NO_COUNTRIES = new Set('AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ'.split(' '));

/** An old or another name of a country (UK for GB) would fit no customer. */
const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) &&
  COUNTRIES.of(code) !== undefined &&
  !NO_COUNTRIES.has(code) &&
  Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`;
