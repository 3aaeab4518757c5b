import type { Money } from '../../domain/money.ts';
import type { HardMail } from './hard-mails.ts';
import { draw, type Random } from './random.ts';

/**
 * Mails as partners write them, in six languages: lists of labels, prose, tables, forwards and short notes. Written by somebody who had not seen
 * how texts are read, and kept as they were written.
 */

interface Deal {
  customer: string;
  opportunity: string;
  contact: string;
  /** As it is written, and what it is. */
  value: [said: string, money: Money];
  date: [said: string, day: string];
  notes: string;
}

const eur = (amount: number): Money => ({ amount: String(amount), currency: 'EUR' });
const of = (amount: number, currency: string): Money => ({ amount: String(amount), currency });

const CUSTOMERS: Record<string, readonly string[]> = {
  en: [
    'Bramblewick Dairies Ltd',
    'Fenland & Daughters plc',
    'Oxbow River Authority',
    'Quillfeather Press LLC',
    'St. Alder Hospital Trust',
    'Nine Elms Brewing Co.',
    'Pennywhistle Toys Inc.',
    'Harrow & Hythe LLP',
    'Windmere City Council',
    'Blue Heron (Scotland) Limited',
  ],
  de: [
    'Grauweide Maschinenbau GmbH',
    'Hagebutten Feinkost AG',
    'Gebr. Ulmenhof GmbH & Co. KG',
    'Stadtwerke Birkenau',
    'Silberdistel e.V.',
    'Möhringer Präzisionsteile GmbH',
  ],
  fr: [
    'Laiterie du Vallon SAS',
    'Société Bréval',
    'Ateliers Lormont SARL',
    'Mairie de Vieuxbourg',
    'Hôtel des Trois Tilleuls',
    "Boulangerie de l'Étang SA",
  ],
  es: [
    'Aceites Valdehiguera S.A.',
    'Talleres Montecorvo S.L.',
    'Ayuntamiento de Robledal',
    'Bodegas Siete Encinas SL',
  ],
  pt: ['Cerâmica Ribeira Velha Lda.', 'Móveis Pinhal Grande S.A.', 'Transportes Vale do Ipê Ltda.'],
  ja: ['株式会社しらかば製作所', 'みずうみ食品株式会社', '有限会社たけやぶ'],
};

const OPPORTUNITIES: Record<string, readonly string[]> = {
  en: [
    'Warehouse telemetry',
    'Backup renewal 2027',
    'Line 4 retrofit',
    'Contact centre phase 2',
    'SD-WAN for 14 sites',
  ],
  de: ['Lagerverwaltung Halle 3', 'Ablösung Altsystem', 'Netzwerk Neubau Süd', 'Wartung Förderband'],
  fr: ['Refonte du réseau', 'Supervision des quais', 'Migration messagerie'],
  es: ['Renovación de cortafuegos', 'Control de accesos', 'Almacén automatizado'],
  pt: ['Rede da nova fábrica', 'Modernização do arquivo'],
  ja: ['倉庫管理システム更新', '新工場ネットワーク構築'],
};

const CONTACTS = ['j.finch@%', 'einkauf@%', 'it@%', 'm.larsen@%', 'achats@%', 'compras@%', 'procurement@%'];

const VALUES: Record<string, readonly (readonly [string, Money])[]> = {
  en: [
    ['EUR 48,500', eur(48_500)],
    ['$120k USD', of(120_000, 'USD')],
    ['GBP 75,000.00', of(75_000, 'GBP')],
    ['£32,400', of(32_400, 'GBP')],
    ['€1.4m', eur(1_400_000)],
    ['A$64,000', of(64_000, 'AUD')],
    ['USD 2.1 million', of(2_100_000, 'USD')],
    ['CHF 90,000', of(90_000, 'CHF')],
    ['INR 35 lakh', of(3_500_000, 'INR')],
    ['₹45 L', of(4_500_000, 'INR')],
    ['€m 1.2', eur(1_200_000)],
    ['55,000 euros', eur(55_000)],
  ],
  de: [
    ['48.500 €', eur(48_500)],
    ['48.500,00 EUR', eur(48_500)],
    ['rund 120 T€', eur(120_000)],
    ['1,4 Mio. €', eur(1_400_000)],
    ["CHF 90'000.-", of(90_000, 'CHF')],
    ['75.000 Euro', eur(75_000)],
  ],
  fr: [
    ['48 500 €', eur(48_500)],
    ['120 k€', eur(120_000)],
    ['1,4 M€', eur(1_400_000)],
    ['75 000 euros HT', eur(75_000)],
  ],
  es: [
    ['48.500 €', eur(48_500)],
    ['75.000 euros', eur(75_000)],
    ['1,4 M€', eur(1_400_000)],
  ],
  pt: [
    ['R$ 120.000,00', of(120_000, 'BRL')],
    ['R$ 1,4 milhão', of(1_400_000, 'BRL')],
    ['48.500 €', eur(48_500)],
  ],
  ja: [
    ['1,200万円', of(12_000_000, 'JPY')],
    ['¥3,500,000', of(3_500_000, 'JPY')],
  ],
};

const DATES: Record<string, readonly (readonly [string, string])[]> = {
  en: [
    ['31 March 2027', '2027-03-31'],
    ['15th April 2027', '2027-04-15'],
    ['Mar-27', '2027-03-31'],
    ['Jun-27', '2027-06-30'],
    ['end of May 2027', '2027-05-31'],
    ['Q2 2027', '2027-06-30'],
    ['2027-02-26', '2027-02-26'],
    ['30-Apr-2027', '2027-04-30'],
    ['Friday 19 March 2027', '2027-03-19'],
  ],
  de: [
    ['31.03.2027', '2027-03-31'],
    ['Ende April 2027', '2027-04-30'],
    ['15. Juni 2027', '2027-06-15'],
    ['Q2/2027', '2027-06-30'],
    ['KW 12/2027', '2027-03-28'],
  ],
  fr: [
    ['31/03/2027', '2027-03-31'],
    ['fin avril 2027', '2027-04-30'],
    ['15 juin 2027', '2027-06-15'],
    ['1er mars 2027', '2027-03-01'],
  ],
  es: [
    ['31/03/2027', '2027-03-31'],
    ['finales de abril de 2027', '2027-04-30'],
    ['15 de junio de 2027', '2027-06-15'],
  ],
  pt: [
    ['31/03/2027', '2027-03-31'],
    ['final de abril de 2027', '2027-04-30'],
    ['15 de junho de 2027', '2027-06-15'],
  ],
  ja: [
    ['2027年3月31日', '2027-03-31'],
    ['2027年6月末', '2027-06-30'],
  ],
};

const LOCALES: Record<string, string> = {
  en: 'en-GB',
  de: 'de-DE',
  fr: 'fr-FR',
  es: 'es-ES',
  pt: 'pt-BR',
  ja: 'ja-JP',
};

/** How a mail states its fields, by language. `null` in the answer: it does not state that one. */
type Written = { text: string; subject?: string; lacks?: readonly Field[] };
type Field = keyof HardMail['truth'];
type Form = (deal: Deal, random: Random) => Written;

/** A sentence has one dot, also behind a name that has its own. */
const ended = (name: string) => (name.endsWith('.') ? name : `${name}.`);

const labels =
  (names: readonly [string, string, string, string, string], colon = ': '): Form =>
  ({ customer, opportunity, value, date, contact }) => ({
    text: [customer, opportunity, value[0], date[0], contact]
      .map((said, index) => `${names[index]}${colon}${said}`)
      .join('\n'),
    lacks: ['partner_notes'],
  });

const FORMS: Record<string, readonly Form[]> = {
  en: [
    labels(['Customer', 'Opportunity', 'Estimated value', 'Expected close date', 'Customer contact']),
    labels(['End customer', 'Project', 'Deal value', 'Close date', 'Contact e-mail']),
    labels(['Company', 'Deal name', 'Amount', 'Closing', 'Email'], ' - '),
    ({ customer, opportunity, value, date, contact, notes }) => ({
      text: `Hi Ana,\n\nnew one for you:\n\n- Customer: ${customer}\n- Opportunity: ${opportunity}\n- Value: ${value[0]}\n- Close: ${date[0]}\n- Contact: ${contact}\n- Notes: ${notes}\n\nThanks\nRob`,
    }),
    ({ customer, value, date, contact }) => ({
      text: `Hello team,\n\nwe would like to register a deal with ${ended(customer)} The value is ${value[0]} and we expect to close on ${date[0]}. Our contact there is ${contact}.\n\nBest regards\nRob Ash\nAsh Networks`,
      lacks: ['opportunity_name', 'partner_notes'],
    }),
    ({ customer, opportunity, value, date, contact }) => ({
      text: `Please register the following.\n\nCustomer\tOpportunity\tValue\tClose date\tContact\n${customer}\t${opportunity}\t${value[0]}\t${date[0]}\t${contact}\n\nRegards\nRob`,
      lacks: ['partner_notes'],
    }),
    ({ customer, opportunity, value, date, contact }) => ({
      text: `FYI, see below.\n\nFrom: Jo Finch <${contact}>\nSent: Thursday, 26 November 2026 09:12\nTo: Rob Ash <rob@ash-networks.example>\nSubject: ${opportunity}\n\nCustomer: ${customer}\nProject name: ${opportunity}\nBudget: ${value[0]}\nDecision by: ${date[0]}\nContact: ${contact}`,
      subject: `FW: ${opportunity}`,
      lacks: ['partner_notes'],
    }),
    ({ customer, value, date, contact }) => ({
      text: `Morning,\n\n${customer} are looking to spend ${value[0]} with us, decision due ${date[0]}. Please log it; ${contact} signs.\n\nCheers, Rob`,
      lacks: ['opportunity_name', 'partner_notes'],
    }),
  ],
  de: [
    labels(['Kunde', 'Projekt', 'Auftragswert', 'Abschluss', 'Ansprechpartner']),
    labels(['Endkunde', 'Vorhaben', 'Volumen', 'Geplanter Abschluss', 'E-Mail Kunde']),
    ({ customer, value, date, contact }) => ({
      text: `Guten Tag,\n\nwir möchten ein Projekt bei ${customer} registrieren. Das Volumen beträgt ${value[0]}, der Abschluss ist für ${date[0]} geplant. Ansprechpartner ist ${contact}.\n\nMit freundlichen Grüßen\nRita Esche`,
      lacks: ['opportunity_name', 'partner_notes'],
    }),
    ({ customer, opportunity, value, date, contact }) => ({
      text: `Hallo Ana,\n\nbitte eintragen:\n\nFirma: ${customer}\nProjektname: ${opportunity}\nWert: ${value[0]}\nAbschlussdatum: ${date[0]}\nKontakt: ${contact}\n\nDanke und Gruß\nRita`,
      lacks: ['partner_notes'],
    }),
  ],
  fr: [
    labels(['Client', 'Projet', 'Montant', 'Date de signature', 'Contact'], ' : '),
    labels(['Client final', 'Affaire', 'Montant estimé', 'Signature prévue', 'Contact client'], ' : '),
    ({ customer, value, date, contact }) => ({
      text: `Bonjour,\n\nnous souhaitons enregistrer une affaire chez ${ended(customer)} Le montant est de ${value[0]}, signature prévue le ${date[0]}. Contact : ${contact}\n\nCordialement\nLuc Frêne`,
      lacks: ['opportunity_name', 'partner_notes'],
    }),
  ],
  es: [
    labels(['Cliente', 'Proyecto', 'Importe', 'Fecha de cierre', 'Contacto']),
    ({ customer, value, date, contact }) => ({
      text: `Hola,\n\nqueremos registrar una oportunidad con ${ended(customer)} El importe es de ${value[0]} y la fecha de cierre prevista es ${date[0]}. Contacto: ${contact}\n\nSaludos\nEva Fresno`,
      lacks: ['opportunity_name', 'partner_notes'],
    }),
  ],
  pt: [
    labels(['Cliente', 'Projeto', 'Valor', 'Data de fechamento', 'Contato']),
    labels([
      'Cliente final',
      'Oportunidade',
      'Valor estimado',
      'Previsão de fechamento',
      'E-mail do cliente',
    ]),
  ],
  ja: [
    labels(['顧客名', '案件名', '金額', '受注予定日', '担当者'], '：'),
    labels(['会社名', '案件名', '見込金額', '完了予定日', 'メール'], '：'),
  ],
};

const SIGNATURES = [
  '',
  '\n\nRob Ash | Ash Networks Ltd | +44 20 7946 0999 | rob@ash-networks.example',
  '\n\n--\nRita Esche\nEsche IT GmbH, Stammkapital 50.000 EUR\nrita@esche-it.example',
  '\n\nThis e-mail is confidential. Our liability is limited to EUR 500,000.',
];
const NOTES = [
  'Budget is approved',
  'They compare us with one other vendor',
  'Second site follows in autumn',
];
/** Addresses there are the partner's own. */
export const PARTNER_DOMAINS = ['ash-networks.example', 'esche-it.example'];

/** One of them. */
export function partnerMail(random: Random): HardMail {
  const language = draw(random, ['en', 'en', 'en', 'de', 'de', 'fr', 'es', 'pt', 'ja']);
  const pick = <T>(all: Record<string, readonly T[]>) => draw(random, all[language] as readonly T[]);
  const customer = pick(CUSTOMERS);
  const host = `${
    customer
      .normalize('NFD')
      .replace(/[^a-z]/gi, '')
      .toLowerCase()
      .slice(0, 12) || 'kokyaku'
  }.example`;
  const deal: Deal = {
    customer,
    opportunity: pick(OPPORTUNITIES),
    contact: draw(random, CONTACTS).replace('%', host),
    value: [...pick(VALUES)],
    date: [...pick(DATES)],
    notes: draw(random, NOTES),
  };
  const forms = FORMS[language] as readonly Form[];
  const at = Math.floor(random() * forms.length);
  const { text, subject, lacks = [] } = (forms[at] as Form)(deal, random);
  const truth: HardMail['truth'] = {
    customer_name: deal.customer,
    opportunity_name: deal.opportunity,
    estimated_value: deal.value[1],
    expected_close_date: deal.date[1],
    primary_contact_email: deal.contact,
    partner_notes: deal.notes,
  };
  for (const field of lacks) truth[field] = null;
  return {
    kind: `partner ${language} ${at + 1}`,
    text: `${text}${draw(random, SIGNATURES)}`,
    locale: LOCALES[language] as string,
    ...(subject !== undefined && { subject }),
    truth,
  };
}
