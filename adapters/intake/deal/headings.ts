import { dealInput } from '../../../contracts/deal/submission.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { currencyOf } from '../../../domain/reading/currency.ts';
import { isCurrencyHeading } from '../../../domain/reading/currency-headings.ts';
import { labelOf } from '../../../domain/reading/labels.ts';
import { foldWord, plainText } from '../../../domain/reading/plain.ts';
import type { DateOrder } from '../../../domain/reading/stated-date.ts';
import { aliasOf, currencyInName, joinedName } from './field-names.ts';

/** What a column of a table holds, by its heading. */
export interface Column {
  /** One of ours; `currency`: the currency of the amount; null: known, and not read. */
  field: string | null;
  /** How surely: 0 our own name, 1 a name of a tool or form, 2 a usual word, 3 a word that may mean something else, too. */
  rank: 0 | 1 | 2 | 3;
  /** Currency that the heading of an amount names. */
  currency: string | null;
  /** Order of a date that the heading states. */
  order: DateOrder | null;
}

/** Words for what free text has no label for, in the partner languages, and headings of usual exports; folded, without `.` and `:`. */
const WORDS = lookupTable<string>({
  deal_id: `deal no,deal number,deal registration id,deal registration number,registration number,registration no,opportunity id,opportunity number,
    record id,case number,(do not modify) opportunity,
    vorgangsnr,projektnummer,projekt-nr,projekt nr,registrierungsnummer,registrierungs-nr,vorgangsnummer,vorgangs-nr,dealnummer,deal-nr,deal nr,
    numero d'enregistrement,no d'enregistrement,numero de dossier,numero du dossier,identifiant,id de l'opportunite,identifiant de l'opportunite,
    numero de registro,no de registro,id de oportunidad,id de la oportunidad,identificador,
    numero do registro,id do registro,id do negocio,id da oportunidade,
    案件番号,案件id,登録番号,管理番号,商談id,商談番号
    |id,vorgang,dossier,reference,ref,ref no,reference number,nr,no,nummer,referenz,referencia,numero,番号`,
  source_partner_id: `partner number,partner no,reseller id,reseller number,
    handlernummer,handler-nr,handler nr,fachhandlernummer,partnernummer,partner-nr,partner nr,partner-id,numero de partenaire,numero du partenaire,id partenaire,code partenaire,
    numero de socio,id de socio,id del socio,codigo de socio,codigo do parceiro,id do parceiro,numero do parceiro,
    パートナーid,パートナー番号,パートナーコード,販売店コード`,
  customer_name: 'associated company,primary associated company,potential customer,potential account',
  opportunity_name: 'vorhaben,topic,project title,nombre del negocio,nome do projeto',
  estimated_value: 'est revenue,estimated revenue,est deal value',
  expected_close_date:
    'voraus abschluss,vorauss abschluss,abschluss geplant,cloture estimee,cierre estimado,est close date,expected closing date',
  partner_notes: 'notiz zum projekt',
  primary_contact_email:
    'mail ansprechpartner,e-mail ansprechpartner,mail kunde,e-mail kunde,mail des kunden,mail du client,mail du contact,courriel du contact,correo del contacto,customer contact email,customer contact e-mail,customer contact email address,contact email address,primary contact email address,e-mail des kunden,email du client,email del cliente,email do cliente,顧客メール,顧客メールアドレス',
  program: 'programm,programme,programa,プログラム',
  competitor: 'wettbewerber,mitbewerber,concurrent,competidor,concorrente,競合,競合他社',
});

const BY_WORD = lookupTable<{ field: string; rank: 1 | 3 }>(
  Object.fromEntries(
    Object.entries(WORDS).flatMap(([field, words]) => {
      const [strong = '', weak = ''] = words.split('|');
      const each = (list: string, rank: 1 | 3) =>
        list.split(',').map((word) => [foldWord(word.trim()), { field, rank }] as const);
      return [...each(weak, 3), ...each(strong, 1)].filter(([word]) => word !== '');
    }),
  ),
);

/** Of free text's label the field of a record. */
const OF_LABEL = lookupTable<string>({ stated_value: 'estimated_value' });
const LONGEST = 80;
const AMOUNTS = new Set(['estimated_value', 'mdf_amount']);

/** What the column under a heading holds; null where the heading is not known. */
export function columnOf(heading: string): Column | null {
  if (heading === '' || heading.length > LONGEST) return null;
  const name = joinedName(heading);
  if (isCurrencyHeading(name)) return column('currency', 0);
  if (Object.hasOwn(dealInput.shape, name)) return column(name, 0);
  const alias = aliasOf(name);
  if (alias) return column(alias, 1);
  const inName = currencyInName(name);
  if (inName) return { ...column(inName.field, 1), currency: inName.currency };
  return byWord(plainText(heading).trim());
}

function byWord(heading: string): Column | null {
  const said = foldWord(heading)
    .replace(/°/g, 'o')
    .replace(/[.:*]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const word = BY_WORD[said];
  if (word) return column(word.field, word.rank);
  if (said.startsWith('(do not modify)')) return column(null, 3);
  const { words, aside } = apart(heading);
  const label = labelOf(words);
  if (!label) return null;
  if (label.field === 'currency') return column('currency', 0);
  if (label.field === 'other') return column(null, 3);
  const read = column(OF_LABEL[label.field] ?? label.field, label.strong ? 2 : 3);
  return read.field !== null && AMOUNTS.has(read.field) ? withCurrency(read, aside) : withOrder(read, aside);
}

/** `Betrag in EUR`, `Montant (€)`, `金額（円）` and `Abschluss (TT.MM.JJJJ)` as words and what stands behind them. */
function apart(heading: string): { words: string; aside: string } {
  const [, words = heading, bracket, behind] =
    /^(.{1,60}?)\s*(?:[([]([^)\]]{1,20})[)\]]|\s(?:(?:in|en|em)\s)?([A-Z]{3}|[€£¥₹$]))\s*$/.exec(heading) ??
    [];
  return { words, aside: (bracket ?? behind ?? '').trim() };
}

/** An amount in thousands, or converted, is another amount: a heading that says more than a currency is not read. */
function withCurrency(read: Column, aside: string): Column | null {
  if (aside === '' || /^(?:required|optional|\*)$/i.test(aside)) return read;
  const sign = aside.replace(/^(?:in|en|em) /i, '');
  return currencyOf(sign, null) === null ? null : { ...read, currency: sign };
}

/** Day, month and year by their letters in the partner languages. */
function withOrder(read: Column, aside: string): Column {
  if (read.field !== 'expected_close_date') return read;
  if (/^[dtj]{1,2}[./ -]m{1,3}[./ -][yja]{2,4}$/i.test(aside)) return { ...read, order: 'day_first' };
  return /^m{1,3}[./ -][dtj]{1,2}[./ -][yja]{2,4}$/i.test(aside) ? { ...read, order: 'month_first' } : read;
}

function column(field: string | null, rank: Column['rank']): Column {
  return { field, rank, currency: null, order: null };
}
