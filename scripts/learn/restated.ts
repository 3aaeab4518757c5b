import type { MatchRecord } from '../../domain/match/record.ts';
import { draw, type Random } from '../bench/random.ts';
import type { Customer } from './customers.ts';

const FORMS = ['Inc.', 'Ltd', 'GmbH', 'S.A.', 'LLC', 'plc', 'B.V.', 'AG'];
const SHORTER: readonly [RegExp, string][] = [
  [/International/i, 'Intl'],
  [/Manufacturing/i, 'Mfg'],
  [/Technologies/i, 'Tech'],
  [/Group/i, 'Grp'],
  [/Industries/i, 'Ind.'],
  [/Holdings?/i, 'Hldgs'],
  [/Services/i, 'Svcs'],
  [/ and | & /i, ' + '],
  [/Systems/i, 'Sys'],
];

/** How often something happens to a customer's data when a partner types it in. Rough shares of what deal desks report. */
const OFTEN = {
  otherForm: 0.5,
  shorter: 0.3,
  typo: 0.12,
  wordLeftOut: 0.06,
  wordAdded: 0.05,
  otherOrder: 0.03,
  tradingName: 0.06,
  noDomain: 0.25,
  otherSuffix: 0.05,
  subdomain: 0.05,
  wrongDomain: 0.04,
  noContact: 0.1,
  sameContact: 0.35,
  noAddress: 0.6,
  streetOnlyHalf: 0.3,
  moved: 0.1,
  otherSite: 0.2,
  noProducts: 0.1,
  sameProduct: 0.55,
  otherTerritory: 0.15,
  noParent: 0.7,
  wrongParent: 0.05,
};

/** The customer as a partner's registration states it. */
export function restated(random: Random, of: Customer, id: number, products: readonly string[]): MatchRecord {
  const once = (share: number) => random() < share;
  const address = once(OFTEN.noAddress) || !of.address ? null : { ...of.address };
  if (address && once(OFTEN.streetOnlyHalf)) address.postalCode = null;
  if (address && once(OFTEN.moved)) address.street = `${Math.floor(random() * 300)} Other Road`;
  if (address && once(OFTEN.otherSite))
    Object.assign(address, { postalCode: `9${id}`, city: 'Elsewhere', street: '1 Other Road' });
  return {
    record: `registration:${id}`,
    kind: 'registration',
    name: once(OFTEN.tradingName) ? tradingName(random) : restatedName(random, of.name),
    domain: once(OFTEN.noDomain) ? null : restatedDomain(random, of.domain as string, id),
    contactToken: once(OFTEN.noContact) ? null : contact(random, of, id),
    address,
    products: once(OFTEN.noProducts)
      ? []
      : [once(OFTEN.sameProduct) ? draw(random, of.products) : draw(random, products)],
    territories: once(OFTEN.otherTerritory) ? ['EMEA'] : of.territories,
    parent: once(OFTEN.noParent) ? null : once(OFTEN.wrongParent) ? `crm:Account/wrong-${id}` : of.parent,
  };
}

function contact(random: Random, of: Customer, id: number): string {
  return random() < OFTEN.sameContact ? draw(random, of.contacts) : `new-${id}`;
}

/** What is on the door instead of what is in the register. */
function tradingName(random: Random): string {
  const syllable = () => draw(random, ['ba', 'lo', 'mi', 'ter', 'vex', 'nor', 'qui', 'zan', 'ple', 'dru']);
  return `${syllable()}${syllable()}${syllable()} ${draw(random, ['Labs', 'Store', 'Online', 'Works'])}`;
}

function restatedName(random: Random, name: string): string {
  const once = (share: number) => random() < share;
  let words = name.split(' ');
  if (once(OFTEN.otherForm) && words.length > 1) {
    words = /\.$|^(Ltd|plc|Inc|Corp|AG|SA|NV)$/i.test(words.at(-1) as string) ? words.slice(0, -1) : words;
    if (once(0.5)) words = [...words, draw(random, FORMS)];
  }
  if (once(OFTEN.wordLeftOut) && words.length > 2)
    words.splice(1 + Math.floor(random() * (words.length - 1)), 1);
  if (once(OFTEN.wordAdded)) words.push(draw(random, ['Group', 'International', 'Europe', 'Services']));
  if (once(OFTEN.otherOrder)) words.reverse();
  let text = words.join(' ');
  if (once(OFTEN.shorter)) for (const [long, short] of SHORTER) text = text.replace(long, short);
  return once(OFTEN.typo) ? withTypo(random, text) : text;
}

function withTypo(random: Random, text: string): string {
  const at = 1 + Math.floor(random() * Math.max(1, text.length - 2));
  const kind = Math.floor(random() * 4);
  if (kind === 0) return text.slice(0, at) + text.slice(at + 1);
  if (kind === 1) return text.slice(0, at) + text[at] + text.slice(at);
  if (kind === 2) return text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2);
  return text.slice(0, at) + draw(random, [...'aeinorst']) + text.slice(at + 1);
}

function restatedDomain(random: Random, domain: string, id: number): string {
  const kind = random();
  const [label, ...suffix] = domain.split('.') as [string, ...string[]];
  if (kind < OFTEN.wrongDomain) return `consulting-${id}.com`;
  if (kind < OFTEN.wrongDomain + OFTEN.otherSuffix)
    return `${label}.${suffix.join('.') === 'com' ? 'net' : 'com'}`;
  if (kind < OFTEN.wrongDomain + OFTEN.otherSuffix + OFTEN.subdomain) return `mail.${domain}`;
  return domain;
}
