import type { Email } from 'postal-mime';
import { htmlText } from '../../documents/html-text.ts';
import { shownText } from '../texts.ts';

const MOST_TEXT = 100_000;

/**
 * What an e-mail says: its text part, or its HTML part where the text is only a word that the mail has to be looked at in HTML; cut, and
 * cleaned of what cannot be shown.
 */
export function mailText({ text = '', html = '' }: Pick<Email, 'text' | 'html'>): string {
  const written = text.trim();
  if (html === '' || written.length > MOST_PLACEHOLDER) return cleanText(written);
  const shown = htmlText(html.slice(0, MOST_TEXT * 4));
  const isPlaceholder =
    shown.length > 1.5 * written.length || POINTS_AT_HTML.test(written) || shareOfWords(written, shown) < 0.5;
  return cleanText(shown !== '' && isPlaceholder ? shown : written);
}

/** A text without what cannot be shown, cut to what is read of a mail. */
export function cleanText(text: string): string {
  return shownText(text.slice(0, MOST_TEXT).normalize('NFC')).trim();
}

/** The share of a text's words that the other holds. A text part that says the same as the HTML has nearly all of them. */
function shareOfWords(text: string, other: string): number {
  const [words, others] = [text, other].map((one) => new Set(one.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu)));
  if (!words?.size) return 0;
  return [...words].filter((word) => others?.has(word)).length / words.size;
}

/** A text part that stands for another is short. */
const MOST_PLACEHOLDER = 500;
const POINTS_AT_HTML = /\bhtml\b/iu;
