/** What stands before the number itself, as invoices in six languages write it. `O` is written as `0`, as below. */
const LABELS =
  `TAX INVOICE INV RECHNUNGS RECHNUNG RECH NUMMER RE RG FACTURE FACTURA FATURA FACT FAC FA FV NFS-E NFSE NF-E NFE NF BILL NUMERO
NUMBER NUM NRO NR NO 請求書番号 請求番号 請求書 番号`
    .split(/\s+/)
    .map((label) => label.replaceAll('O', '0'))
    .sort((a, b) => b.length - a.length);
/** `N°` is a letter apart. */
const LABEL = new RegExp(`^(?:${LABELS.join('|')}|N(?=-))(?=.*\\d)`, 'u');
const LONGEST = 80;

/**
 * The keys under which an invoice number is known. Two numbers that share one are the same number in another spelling: case, width, blanks,
 * punctuation, a label such as `INV` or `RE`, leading zeros, and letters that are read for digits (O, I, l) do not count.
 * `RE-2026/0815` → `20260815`, `2026-815`. Empty when the text holds no digit.
 */
export function invoiceKeys(number: string): string[] {
  const groups = groupsOf(number);
  if (!/\d/.test(number.normalize('NFKC')) || groups.length === 0) return [];
  return [...new Set([withoutZeros(groups.join('')), groups.map(withoutZeros).join('-')])];
}

/** Whether two texts are one invoice number; texts without a digit never are. */
export function sameInvoice(a: string, b: string): boolean {
  const keys = invoiceKeys(a);
  return invoiceKeys(b).some((key) => keys.includes(key));
}

/**
 * The keys of the number without what is hung on a number to make it a new one: a letter at its end, `copy`, or a further `-1` behind a number
 * that is whole without it.
 */
export function invoiceStems(number: string): string[] {
  const groups = groupsOf(number);
  const last = groups.at(-1) ?? '';
  const before = groups.slice(0, -1);
  const hung = /^(?:[A-Z]|C0PY|K0PIE|C0PIA|C0PIE|DUPLICATE|REV\d?|V\d)$/.test(last) || isPart(last, before);
  const stem = hung && before.some((group) => /\d/.test(group)) ? before : groups;
  return invoiceKeys(stem.join('-').replace(/(?<=\d)[A-Z]$/, ''));
}

/** `2026-0815-1` may be a part of 2026-0815; `2026-1` is the first invoice of a year. */
function isPart(last: string, before: readonly string[]): boolean {
  return /^\d{1,2}$/.test(last) && (before.length >= 2 || (before[0] ?? '').length >= 6);
}

function groupsOf(number: string): string[] {
  let text = number
    .slice(0, LONGEST)
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('O', '0')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  for (let rest = ''; rest !== text; ) {
    rest = text;
    text = text.replace(LABEL, '').replace(/^-/, '');
  }
  return text
    .replace(/[IL](?=\d|$)|(?<=\d)[IL]/g, '1')
    .split('-')
    .filter((group) => group !== '');
}

function withoutZeros(group: string): string {
  return group.replace(/^0+(?=.)/, '');
}
