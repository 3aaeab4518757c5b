import { written } from './amounts.ts';
import { longDate, shortDate } from './days.ts';
import type { Item } from './desk.ts';
import { ON } from './prepositions.ts';
import type { Fields } from './truth.ts';
import { type Said, WORDS, type Words } from './words.ts';

/** Layouts 0 to 2 name the fields, from 3 on they stand in sentences. */
const PROSE_FROM = 3;

/**
 * A registration in words, and the six fields as a careful reader takes them from it. Prose has no field for notes: what
 * else it says may be taken for notes or not, so it is not judged.
 */
export function inWords(item: Item): { text: string; fields: Partial<Fields> } {
  const { style = { layout: 0, language: 'en' }, registration } = item;
  const words = wordsOf(style.language);
  const sent = registration.submittedAt.slice(0, 10);
  const close = closeOf(item, words, sent);
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

export const isProse = ({ style }: Item): boolean => (style?.layout ?? 0) >= PROSE_FROM;

export function wordsOf(language: string): Words {
  const words = WORDS[language];
  if (!words) throw new Error(`no words of ${language} in words.ts`);
  return words;
}

function closeOf({ registration, style }: Item, words: Words, sent: string) {
  const { close } = registration;
  const layout = style?.layout ?? 0;
  const language = style?.language ?? 'en';
  if (close === null) return { text: '', iso: null, bare: true };
  if (layout === PROSE_FROM + 1) {
    const [text, ahead] = words.relative[registration.id.charCodeAt(6) % words.relative.length] as [
      string,
      number | string,
    ];
    const iso =
      typeof ahead === 'string'
        ? ahead
        : new Date(Date.parse(sent) + ahead * 86_400_000).toISOString().slice(0, 10);
    return { text, iso, bare: true };
  }
  const forms = [close, longDate(close, language), shortDate(close, language), longDate(close, language)];
  return { text: forms[layout] ?? close, iso: close, bare: false };
}

function labelled({ registration, style }: Item, words: Words, close: string): string {
  const { layout = 0, language = 'en' } = style ?? {};
  const person = nameIn(registration.contact);
  const contact = [
    registration.contact,
    `${person}, ${registration.contact}`,
    `${person} <${registration.contact}>`,
  ];
  const lines: [keyof Fields, string | null][] = [
    ['customer_name', registration.customer],
    ['opportunity_name', registration.opportunity],
    ['estimated_value', registration.value && written(registration.value, language, layout)],
    ['expected_close_date', close === '' ? null : close],
    ['primary_contact_email', registration.contact === null ? null : (contact[layout] as string)],
    ['partner_notes', registration.notes],
  ];
  const mark = layout === 1 ? '- ' : '';
  const colon = language === 'fr' && layout > 0 ? ' :' : ':';
  const said = lines.filter(([, value]) => value !== null);
  return said.map(([field, value]) => `${mark}${words.labels[field][layout]}${colon} ${value}`).join('\n');
}

function prose({ registration, style }: Item, words: Words, close: { text: string; bare: boolean }): string {
  const { language = 'en', layout = PROSE_FROM } = style ?? {};
  const said: Said = {
    customer: registration.customer ?? '',
    opportunity: registration.opportunity ?? '',
    value: registration.value ? written(registration.value, language, layout - 2) : '',
    close: close.bare ? close.text : (ON[language]?.(close.text) ?? close.text),
    contact: registration.contact ?? '',
    contactName: nameIn(registration.contact),
  };
  return (words.prose[(layout - PROSE_FROM) % words.prose.length] as Words['prose'][number])(said);
}

/** `J. Brandt` of `j.brandt@…` */
function nameIn(address: string | null): string {
  const [first = '', last = ''] = (address ?? '').split('@')[0]?.split('.') ?? [];
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return `${capital(first)}. ${capital(last)}`;
}
