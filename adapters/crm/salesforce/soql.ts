import { lookupTable } from '../../../domain/lookup-table.ts';

/** A text literal of SOQL. Source: "Quoted String Escape Sequences", SOQL and SOSL Reference. */
export function soqlText(text: string): string {
  return `'${escaped(text)}'`;
}

/** A LIKE pattern made of `%` and text whose own wildcards are literal: `like(any, 'acme.com', any)`. */
export function soqlLike(...parts: (typeof any | string)[]): string {
  const pattern = parts.map((part) => (part === any ? '%' : escaped(part).replace(/[%_]/g, '\\$&')));
  return `'${pattern.join('')}'`;
}

export const any = Symbol('any text');

const CONTROL = lookupTable<string>({ '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' });

function escaped(text: string): string {
  return text.replace(/[\\'"]/g, '\\$&').replace(/[\n\r\t\b\f]/g, (control) => CONTROL[control] as string);
}
