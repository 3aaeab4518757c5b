import { IntlMessageFormat } from 'intl-messageformat';

/** Arguments of an ICU message. */
export type MessageValues = Record<string, string | number | Date>;

/** Writes one ICU message. `day` tells a date, `moment` an instant in the given zone. */
export function format(message: string, language: string, timeZone: string, values: MessageValues): string {
  return messageFormat(message, language, timeZone).format(values) as string;
}

/** Making one costs more than using it, and there are few: kinds, languages and zones. */
const KEPT = 500;
const kept = new Map<string, IntlMessageFormat>();

function messageFormat(message: string, language: string, timeZone: string): IntlMessageFormat {
  const key = [language, timeZone, message].join('\n');
  const known = kept.get(key);
  if (known) return known;
  const formats = {
    date: {
      // Days have no zone; their instant is midnight UTC.
      day: { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' },
      moment: {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        timeZoneName: 'short',
        timeZone,
      },
    },
  } as const;
  const made = new IntlMessageFormat(message, language, formats, { ignoreTag: true });
  if (kept.size >= KEPT) kept.clear();
  kept.set(key, made);
  return made;
}

/** `Polish`: a language by its name in another; the tag itself when there is none. */
export function languageName(locale: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}
