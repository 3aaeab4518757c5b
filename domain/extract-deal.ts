import type { DealFields } from './deal.ts';
import { exponentOf, type Money } from './money.ts';

/** Where in the text a field was read: offsets of the first and behind the last character. */
export interface Span {
  start: number;
  end: number;
}

/** Labels in English, German, French, Spanish and Portuguese, as partners write them before a colon. */
const LABELS: Record<'customer_name' | 'opportunity_name' | 'value' | 'close' | 'contact' | 'notes', string> =
  {
    customer_name:
      'customer|end customer|account|company|kunde|endkunde|firma|client|client final|société|cliente|cliente final|empresa',
    opportunity_name:
      'opportunity|project|deal|projekt|vorhaben|opportunité|projet|affaire|oportunidad|proyecto|oportunidade|projeto',
    value:
      'estimated value|deal value|value|amount|budget|geschätzter wert|auftragswert|wert|betrag|valeur estimée|valeur|montant|valor estimado|valor|importe',
    close:
      'expected close date|close date|expected close|closing date|abschlussdatum|voraussichtlicher abschluss|abschluss|date de clôture|clôture prévue|fecha de cierre|cierre previsto|data de fechamento',
    contact: 'primary contact|contact e-?mail|contact|e-?mail|ansprechpartner|kontakt|contacto|contato',
    notes: 'notes|comments|bemerkungen|notizen|remarques|commentaires|notas|observaciones|observações',
  };

const SYMBOLS: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY' };

/**
 * Reads the six fields from free text by their labels; what is missing or ambiguous is null. It never guesses: a date must be
 * ISO or name its month, an amount must carry its currency. What it reads is a proposal for a reviewer.
 */
export function extractDeal(text: string): {
  fields: DealFields;
  spans: Partial<Record<keyof DealFields, Span>>;
} {
  const spans: Partial<Record<keyof DealFields, Span>> = {};
  const read = <T>(
    field: keyof DealFields,
    label: keyof typeof LABELS,
    parse: (line: string) => T | null,
  ): T | null => {
    const found = labelled(text, LABELS[label]);
    const value = found && parse(found.line);
    if (found && value !== null) spans[field] = found.span;
    return value;
  };
  const fields: DealFields = {
    customer_name: read('customer_name', 'customer_name', plain),
    opportunity_name: read('opportunity_name', 'opportunity_name', plain),
    stated_value: read('stated_value', 'value', money),
    expected_close_date: read('expected_close_date', 'close', date),
    primary_contact_email: read('primary_contact_email', 'contact', address),
    partner_notes: read('partner_notes', 'notes', plain),
  };
  return { fields, spans };
}

function labelled(text: string, labels: string): { line: string; span: Span } | null {
  const match = new RegExp(`^[ \\t>*-]*(?:${labels})[ \\t]*[:=][ \\t]*(\\S.*)$`, 'imu').exec(text);
  const line = match?.[1]?.trim();
  if (!match || !line) return null;
  const start = match.index + match[0].length - (match[1] as string).length;
  return { line, span: { start, end: start + line.length } };
}

function plain(line: string): string | null {
  const text = line.slice(0, 255).trim();
  return text === '' ? null : text;
}

function address(line: string): string | null {
  return /[^\s<>@,;:()]+@[^\s<>@,;:()]+\.[a-z]{2,}/iu.exec(line)?.[0] ?? null;
}

function money(line: string): Money | null {
  const currency = /\b[A-Z]{3}\b/.exec(line)?.[0] ?? SYMBOLS[/[$€£¥]/.exec(line)?.[0] ?? ''];
  const digits = /\d[\d.,' \u00a0\u202f]*/
    .exec(line)?.[0]
    ?.replace(/[' \u00a0\u202f]/g, '')
    .replace(/[.,]$/, '');
  if (!currency || !digits) return null;
  const amount = decimal(digits, exponentOf(currency));
  return amount === null ? null : { amount, currency };
}

/** `64,000.00`, `64.000,00`, `64000` and `64 000,5` are the same number; `1,234` is read as thousands only. */
function decimal(digits: string, exponent: number): string | null {
  const last = Math.max(digits.lastIndexOf(','), digits.lastIndexOf('.'));
  const decimals = last === -1 ? '' : digits.slice(last + 1);
  const mixed = digits.includes(',') && digits.includes('.');
  const isFraction = last !== -1 && decimals.length <= exponent && (mixed || decimals.length !== 3);
  const whole = (isFraction ? digits.slice(0, last) : digits).replace(/[.,]/g, '');
  if (!/^\d{1,15}$/.test(whole)) return null;
  return isFraction && decimals !== '' ? `${whole}.${decimals}` : whole;
}

const MONTHS = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec'.split('|');

function date(line: string): string | null {
  const iso = /\b(20\d\d)-(\d\d)-(\d\d)\b/.exec(line);
  if (iso) return valid(`${iso[1]}-${iso[2]}-${iso[3]}`);
  const named = /\b(\d{1,2})(?:st|nd|rd|th|\.)? ([A-Za-z]{3})[a-z]*\.?,? (20\d\d)\b/.exec(line);
  const month = named ? MONTHS.indexOf((named[2] as string).toLowerCase()) : -1;
  if (named && month >= 0) return valid(`${named[3]}-${pad(month + 1)}-${pad(Number(named[1]))}`);
  // Day before month with dots is unambiguous in the languages that write it so.
  const dotted = /\b(\d{1,2})\.(\d{1,2})\.(20\d\d)\b/.exec(line);
  return dotted ? valid(`${dotted[3]}-${pad(Number(dotted[2]))}-${pad(Number(dotted[1]))}`) : null;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

function valid(iso: string): string | null {
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : null;
}
