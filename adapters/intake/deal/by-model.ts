import type { DealFields } from '../../../domain/deal/registration.ts';
import { isOwnAddress } from '../../../domain/reading/contact.ts';
import type { FieldSource, TextContext } from '../../../domain/reading/finding.ts';

export function isOwnContact(name: keyof DealFields, value: unknown, context: TextContext): boolean {
  return name === 'primary_contact_email' && isOwnAddress(String(value), context);
}

/** Where a model's value stands; an amount or a date may be written otherwise, then the whole text is its place. */
export function modelFieldSource(value: string | object, text: string): FieldSource {
  const at = typeof value === 'string' ? text.indexOf(value) : -1;
  const [start, end] = at < 0 ? [0, text.length] : [at, at + String(value).length];
  return { where: 'text', line: text.slice(0, start).split('\n').length, start, end, rule: 'model' };
}
