import { fold } from '../../domain/match/fold.ts';
import type { MatchRecord } from '../../domain/match/record.ts';
import { draw, type Random } from '../bench/random.ts';

const PRODUCTS =
  'Analytics,Backup,Collaboration,Compute,Database,Edge,Endpoint,Identity,Network,Observability,Security,Storage';
/** Country, territory, cities with the first digits of their postal codes, ending of domains. */
const PLACES: readonly [string, string, readonly [string, string][], string][] = [
  [
    'US',
    'North America',
    [
      ['Austin', '787'],
      ['Boston', '021'],
      ['Denver', '802'],
      ['Seattle', '981'],
    ],
    'com',
  ],
  [
    'CA',
    'North America',
    [
      ['Toronto', 'M5'],
      ['Calgary', 'T2'],
      ['Vancouver', 'V6'],
    ],
    'ca',
  ],
  [
    'GB',
    'EMEA',
    [
      ['London', 'EC'],
      ['Leeds', 'LS'],
      ['Bristol', 'BS'],
    ],
    'co.uk',
  ],
  [
    'DE',
    'EMEA',
    [
      ['Hamburg', '20'],
      ['Stuttgart', '70'],
      ['Leipzig', '04'],
    ],
    'de',
  ],
  [
    'FR',
    'EMEA',
    [
      ['Lyon', '69'],
      ['Nantes', '44'],
      ['Lille', '59'],
    ],
    'fr',
  ],
  [
    'NL',
    'EMEA',
    [
      ['Utrecht', '35'],
      ['Rotterdam', '30'],
      ['Eindhoven', '56'],
    ],
    'nl',
  ],
  [
    'BR',
    'LATAM',
    [
      ['Curitiba', '80'],
      ['Recife', '50'],
    ],
    'com.br',
  ],
  [
    'JP',
    'APAC',
    [
      ['Osaka', '53'],
      ['Nagoya', '45'],
    ],
    'co.jp',
  ],
  [
    'AU',
    'APAC',
    [
      ['Sydney', '20'],
      ['Perth', '60'],
    ],
    'com.au',
  ],
];
const STREETS =
  'Station,Market,Church,High,Park,Mill,Garden,Harbour,King,Queen,Industrial,Lake,School,Bridge,North,Canal';

/** One customer as it truly is, as an account of a CRM. */
export type Customer = MatchRecord & { contacts: readonly string[] };

/** A customer of that name somewhere; a child of `parent` often shares its domain and stands elsewhere. */
export function customer(random: Random, id: number, name: string, parent: Customer | null): Customer {
  const [country, territory, cities, ending] = draw(random, PLACES);
  const [city, code] = draw(random, cities);
  const label = fold(name).split(' ').slice(0, 2).join('').slice(0, 18);
  const own = `${label}.${random() < 0.5 ? 'com' : ending}`;
  const families = PRODUCTS.split(',');
  return {
    record: `crm:Account/${id}`,
    kind: 'account',
    name,
    domain: parent?.domain && random() < 0.5 ? parent.domain : own,
    contactToken: `${id}-0`,
    contacts: [`${id}-0`, `${id}-1`, `${id}-2`],
    address: {
      street: `${1 + Math.floor(random() * 300)} ${draw(random, STREETS.split(','))} Street`,
      postalCode: `${code}${100 + Math.floor(random() * 900)}`,
      city,
      country,
    },
    products: [draw(random, families), draw(random, families)],
    territories: [random() < 0.5 ? territory : country],
    parent: parent?.record ?? null,
  };
}
