import type { Item } from './desk.ts';

/** The lines of a registration form, as a PDF or a text file holds them: at most 90 characters each. */
export function formLines(item: Item, text: string): string[] {
  const { registration, style } = item;
  const head = [
    'Deal registration',
    `Partner id ${registration.partnerId}`,
    registration.partner?.name ?? '',
    '',
  ];
  const lines = [...head, ...text.split('\n'), '', ...(style?.extra?.hostile ? [style.extra.hostile] : [])];
  return lines.flatMap((line) => line.match(/.{1,90}(?:\s|$)/gu)?.map((part) => part.trimEnd()) ?? ['']);
}
