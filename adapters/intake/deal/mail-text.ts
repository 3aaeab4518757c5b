import type { Email } from 'postal-mime';
import { shownText } from '../texts.ts';

const MOST_TEXT = 100_000;

/** What an e-mail says: its text part, else its HTML part without tags; cut, and cleaned of what cannot be shown. */
export function textOf(mail: Email): string {
  const text = mail.text?.trim() ? mail.text : withoutTags((mail.html ?? '').slice(0, MOST_TEXT * 4));
  return shownText(text.slice(0, MOST_TEXT).normalize('NFC')).trim();
}

/** One pass over the text: regular expressions over tags take quadratic time on `<<<<…`. */
function withoutTags(html: string): string {
  let text = '';
  let hidden = '';
  for (const [index, piece] of html.split('<').entries()) {
    const end = index === 0 ? -1 : piece.indexOf('>');
    const tag = /^\/?[a-z0-9]+/i.exec(end < 0 ? '' : piece)?.[0].toLowerCase() ?? '';
    if (tag === 'style' || tag === 'script') hidden = tag;
    if (hidden !== '' && tag === `/${hidden}`) hidden = '';
    if (hidden !== '') continue;
    if (/^(br|\/p|\/div|\/tr|\/li|\/h[1-6])$/.test(tag)) text += '\n';
    if (tag === '/td' || tag === '/th') text += '\t';
    text += piece.slice(end + 1);
  }
  return text
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
