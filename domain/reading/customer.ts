import { normaliseCompanyName } from '../company/company-name.ts';
import type { Choice } from './choose.ts';
import { companyAt, isLegalForm, longForm } from './company.ts';
import { JAPANESE_LEAD_INS, LEAD_INS } from './customer-lead-ins.ts';
import { type Candidate, MOST_FOUND, MOST_TEXT } from './finding.ts';

/** Registrations are about a sentence like this one; other sentences name all kinds of companies. */
const ABOUT =
  /regist|opportunit|\bdeal|\bproject|\bprotect|anmeld|projekt|vorhaben|enregistr|affaire|opportunité|\bprojet|registr|oportunidad|proyecto|oportunidade|\bprojeto|negócio|negocio/iu;

const QUOTE = /["“„«'‚]/u;

/** A name that a registering sentence gives as the customer's. */
export interface NamedCustomer extends Candidate<string> {
  /** 0: called the customer outright; 1: at it; 2: for it; 3: at it, where nothing speaks of a registration;
   * 4: the only company of the text. */
  rank: number;
}

/** Every company that the prose may call its customer, at most 500 of them and as many in Japanese. */
export function customersInProse(text: string): NamedCustomer[] {
  const running = text.slice(0, MOST_TEXT);
  const found: NamedCustomer[] = [];
  for (const [rank, patterns] of LEAD_INS.entries()) {
    for (const match of patterns.flatMap((pattern) => [...running.matchAll(pattern)])) {
      if (found.length === MOST_FOUND) break;
      const company = companyAt(running, match.index + match[0].length);
      if (!company || company.name.length < 2) continue;
      const legal = hasLegalForm(company.name);
      // In quotation marks stands what is sold, unless the customer is called so outright.
      if (rank > 0 && !legal && QUOTE.test(running[company.start - 1] ?? '')) continue;
      const named = /^register/i.test(match[0]);
      const about =
        named || ABOUT.test(before(running, match.index)) || ABOUT.test(behind(running, company.end));
      // Without a word of a registration around it, `bei Fragen` and `en Madrid` look the same.
      if (!about && (rank === 2 || !legal) && rank > 0) continue;
      found.push({
        value: company.name,
        start: company.start,
        end: company.end,
        rule: 'prose',
        rank: rank === 1 && !about ? 3 : rank,
      });
    }
  }
  for (const [rank, pattern] of JAPANESE_LEAD_INS.entries()) {
    for (const match of running.matchAll(pattern)) {
      const name = match.groups?.name ?? '';
      const start = match.index + match[0].indexOf(name);
      if (found.length === 2 * MOST_FOUND) break;
      found.push({ value: name, start, end: start + name.length, rule: 'prose', rank: Math.min(rank, 1) });
    }
  }
  return found;
}

/** The customer of a prose: the best-placed name, unless two different ones are placed alike. @param own names to leave out. */
export function customerInProse(running: string, isOwn: (name: string) => boolean): Choice<string> {
  const named = customersInProse(running).filter((one) => !isOwn(one.value as string));
  for (const rank of [0, 1, 2, 3]) {
    const group = named.filter((one) => one.rank === rank);
    const companies = group.filter((one) => hasLegalForm(one.value as string));
    const chosen = companies.length > 0 ? companies : group;
    const [first] = chosen;
    if (!first) continue;
    const names = new Set(chosen.map((one) => normaliseCompanyName(one.value as string)));
    return names.size > 1 && ![...names].every((name) => contained(name, [...names]))
      ? { code: 'customer_ambiguous' }
      : { candidate: longest(chosen) };
  }
  return onlyCompany(running, isOwn);
}

const CAPITAL = /(?<![\p{L}\p{N}&.-])(?<!\p{Lu}['’])(?:[\p{Lu}\d]|\p{Lu}['’])[\p{L}\d]/gu;
const MOST_STARTS = 500;

/** The one company with a legal form that the text names; two would be a guess. */
function onlyCompany(running: string, isOwn: (name: string) => boolean): Choice<string> {
  const found: NamedCustomer[] = [];
  for (const { index } of [...running.matchAll(CAPITAL)].slice(0, MOST_STARTS)) {
    if (index < (found.at(-1)?.end ?? 0)) continue;
    const company = withoutPerson(running, companyAt(running, index));
    if (!company || !hasLegalForm(company.name) || isLegalForm(company.name) || isOwn(company.name)) continue;
    found.push({
      value: company.name,
      start: company.start,
      end: company.end,
      rule: 'only_company',
      rank: 4,
    });
  }
  const [first] = found;
  if (!first) return null;
  const names = new Set(found.map((one) => normaliseCompanyName(one.value as string)));
  return names.size > 1 ? { code: 'customer_ambiguous' } : { candidate: first };
}

/** Whoever introduces themselves names their company behind their own name: `my name is Kai Ahrens of Tern Ltd`. */
const INTRODUCED =
  /(?:mein Name ist|ich bin|ich heiße|my name is|i am|i['’]m|this is|je suis|je m['’]appelle|mi nombre es|me llamo|soy|meu nome é|me chamo|sou) $/iu;
const OF_COMPANY = / (?:von der|vom|von|bei|from|at|of|with|de la|del|de|du|chez|da|do) (?=\p{Lu})/u;
const INTRODUCTION = 24;

function withoutPerson(running: string, company: ReturnType<typeof companyAt>): ReturnType<typeof companyAt> {
  if (!company) return null;
  const { start, name } = company;
  if (!INTRODUCED.test(running.slice(Math.max(0, start - INTRODUCTION), start))) return company;
  const joint = OF_COMPANY.exec(name);
  return joint ? companyAt(running, start + joint.index + joint[0].length) : company;
}

/** `ACME` and `ACME Holding` are one name, once written out. */
function contained(name: string, names: string[]): boolean {
  const long = names.reduce((a, b) => (b.length > a.length ? b : a));
  return long.startsWith(name);
}

function longest(group: NamedCustomer[]): NamedCustomer {
  return group.reduce((a, b) => ((b.value as string).length > (a.value as string).length ? b : a));
}

/** Whether the name carries a legal form. */
export function hasLegalForm(name: string): boolean {
  const words = [...name.matchAll(/[^\s,]+/g)];
  return (
    words.some(({ 0: word, index }) => isLegalForm(word) || longForm(name.slice(index, index + 60))) ||
    /株式会社|合同会社|有限会社/u.test(name)
  );
}

function before(running: string, at: number): string {
  return (
    running
      .slice(Math.max(0, at - 120), at)
      .split(/\n/)
      .at(-1) ?? ''
  );
}

function behind(running: string, at: number): string {
  return running.slice(at, at + 60).split(/[\n.]/)[0] ?? '';
}
