import { lookupTable } from '../domain/lookup-table.ts';
import { printable } from './printable.ts';

/** Text that is HTML already; everything else is escaped. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | null | false | readonly Part[];

const SIGNS = lookupTable<string>({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
});

/** A template of HTML: what is put in is text, and safe within elements and quoted attributes. Null and false are nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((all, text, at) => `${all}${textOf(parts[at - 1] ?? null)}${text}`));
}

function textOf(part: Part): string {
  if (part === null || part === false) return '';
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return (part as readonly Part[]).map(textOf).join('');
  return printable(String(part)).replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? '');
}
