import { written } from './amounts.ts';
import { later, longDate, monthAfterNext, monthName, nextQuarter, shortDate } from './days.ts';
import type { Item } from './desk.ts';
import { ON } from './prepositions.ts';
import type { Fields } from './truth.ts';
import { type Said, WORDS, type Words } from './words.ts';

interface Layout {
  /** Which of the language's mails in sentences; without it the fields are named. */
  prose?: number;
  date: 'iso' | 'long' | 'short' | 'relative';
  /** Manner of amounts.ts. */
  amount: number;
  /** Of named fields: which of a language's names, and where the value stands: default behind the name. */
  label?: number;
  place?: 'below' | 'column';
}

const LAYOUTS: Layout[] = [
  { date: 'iso', amount: 0, label: 0 },
  { date: 'long', amount: 1, label: 1 },
  { date: 'short', amount: 2, label: 2 },
  { prose: 0, date: 'long', amount: 1 },
  { prose: 1, date: 'relative', amount: 2 },
  { prose: 2, date: 'short', amount: 0 },
  { prose: 2, date: 'relative', amount: 1 },
  { prose: 0, date: 'relative', amount: 2 },
  { date: 'long', amount: 0, label: 1, place: 'below' },
  { date: 'short', amount: 1, label: 0, place: 'column' },
];

const layoutOf = ({ style }: Item): Layout => LAYOUTS[style?.layout ?? 0] as Layout;
const languageOf = ({ style }: Item): string => style?.language ?? 'en';
export const isProse = (item: Item): boolean => layoutOf(item).prose !== undefined;

/**
 * A registration in words, and the six fields as a careful reader takes them from it. Sentences have no field for notes: what
 * else they say may be taken for notes or not, so it is not judged.
 */
export function inWords(item: Item): { text: string; fields: Partial<Fields> } {
  const { registration } = item;
  const words = wordsOf(languageOf(item));
  const close = closeOf(item, words);
  const fields: Fields = {
    customer_name: registration.customer,
    opportunity_name: registration.opportunity,
    estimated_value: registration.value,
    expected_close_date: close.iso,
    primary_contact_email: registration.contact,
    partner_notes: registration.notes,
  };
  if (!isProse(item)) return { text: labelled(item, words, close.text), fields };
  const { partner_notes: _, ...judged } = fields;
  return { text: prose(item, words, close), fields: judged };
}

export function wordsOf(language: string): Words {
  const words = WORDS[language];
  if (!words) throw new Error(`no words of ${language} in words.ts`);
  return words;
}

/** @returns `bare`: it brings its own preposition */
function closeOf(item: Item, { relative }: Words): { text: string; iso: string | null; bare: boolean } {
  const { close, id, submittedAt } = item.registration;
  const language = languageOf(item);
  if (close === null) return { text: '', iso: null, bare: true };
  switch (layoutOf(item).date) {
    case 'iso':
      return { text: close, iso: close, bare: false };
    case 'long':
      return { text: longDate(close, language), iso: close, bare: false };
    case 'short':
      return { text: shortDate(close, language), iso: close, bare: false };
    case 'relative': {
      const [text, meant] = relative[Number(id.slice(3)) % relative.length] as Words['relative'][number];
      const from = submittedAt.slice(0, 10);
      if (meant === 'month') {
        const iso = monthAfterNext(from);
        return { text: text.replace('{}', monthName(iso, language)), iso, bare: true };
      }
      if (meant === 'quarter') {
        const { iso, name } = nextQuarter(from);
        return { text: text.replace('{}', name), iso, bare: true };
      }
      return { text, iso: later(from, meant), bare: true };
    }
  }
}

function labelled(item: Item, words: Words, close: string): string {
  const { registration } = item;
  const language = languageOf(item);
  const { amount, label = 0, place } = layoutOf(item);
  const { contact } = registration;
  const person = nameIn(contact);
  const contacts = [contact, `${person}, ${contact}`, `${person} <${contact}>`];
  const lines: [keyof Fields, string | null][] = [
    ['customer_name', registration.customer],
    ['opportunity_name', registration.opportunity],
    ['estimated_value', registration.value && written(registration.value, language, amount)],
    ['expected_close_date', close === '' ? null : close],
    ['primary_contact_email', contact === null ? null : (contacts[label] as string)],
    ['partner_notes', registration.notes],
  ];
  const mark = label === 1 && !place ? '- ' : '';
  const colon = language === 'fr' && label > 0 ? ' :' : ':';
  const between = { below: `${colon}\n`, column: '\t', behind: `${colon} ` }[place ?? 'behind'];
  const said = lines.filter(([, text]) => text !== null);
  return said.map(([field, text]) => `${mark}${words.labels[field][label]}${between}${text}`).join('\n');
}

function prose(item: Item, words: Words, close: { text: string; bare: boolean }): string {
  const { customer, opportunity, value, contact } = item.registration;
  const language = languageOf(item);
  const layout = layoutOf(item);
  const said: Said = {
    customer: customer ?? '',
    opportunity: opportunity ?? '',
    value: value ? written(value, language, layout.amount) : '',
    close: close.bare ? close.text : (ON[language]?.(close.text) ?? close.text),
    contact: contact ?? '',
    contactName: nameIn(contact),
  };
  const tell = words.prose[(layout.prose ?? 0) % words.prose.length] as Words['prose'][number];
  return tell(said);
}

/** `J. Brandt` of `j.brandt@…` */
function nameIn(address: string | null): string {
  const [first = '', last = ''] = (address ?? '').split('@')[0]?.split('.') ?? [];
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return `${capital(first)}. ${capital(last)}`;
}
