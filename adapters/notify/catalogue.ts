import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { parse } from 'yaml';
import { type MessageCatalogue, messageCatalogue, noticeValues } from '../../contracts/message-catalogue.ts';
import type { JsonObject } from '../../domain/json.ts';
import {
  NEEDED,
  type NoticeKind,
  type NoticeValues,
  noticeLanguage,
  type ShownField,
} from '../../domain/notices.ts';

/** By language. */
export type Catalogues = Record<string, MessageCatalogue>;

export interface Notice {
  subject: string;
  text: string;
  language: string;
  /** The partner's own language was not available; the text says so. */
  fellBack: boolean;
}

/** Reads `<locale>.yaml` files of a folder. @throws Error naming the file and what is wrong in it, or that English is missing. */
export async function loadCatalogues(folder: string): Promise<Catalogues> {
  const catalogues: Catalogues = {};
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.yaml'))) {
    const read = messageCatalogue.safeParse(parse(await readFile(join(folder, file), 'utf8')));
    if (!read.success) {
      const wrong = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
      throw new Error(`${join(folder, file)} is not a message catalogue: ${wrong.join('; ')}`);
    }
    if (`${read.data.language}.yaml` !== file)
      throw new Error(`${join(folder, file)} says language ${read.data.language}: rename one of them`);
    catalogues[read.data.language] = read.data;
  }
  if (!catalogues.en)
    throw new Error(`${folder} holds no en.yaml: English is what every other language falls back to`);
  return catalogues;
}

/**
 * Writes one notice in the partner's language (or the region's, or English, and then says so).
 * @param regional the language of the partner's region, null when it has none.
 * @throws RangeError for an unknown kind or a missing or malformed value; it names the value.
 */
export function renderNotice(
  catalogues: Catalogues,
  kind: string,
  locale: string,
  given: JsonObject | NoticeValues,
  regional: string | null = null,
): Notice {
  const values = checked(kind, given);
  const { language, fellBack } = noticeLanguage(locale, Object.keys(catalogues), regional);
  const catalogue = (catalogues[language] ?? catalogues.en) as MessageCatalogue;
  const zone = values.time_zone ?? 'UTC';
  const shown = argumentsOf(catalogue, values);
  const { subject, text } = catalogue.notices[kind as NoticeKind];
  // Lines about what this case does not have are left out; no other line stands or falls with an argument.
  const lines = text
    .split('\n')
    .filter((line) => [...line.matchAll(/\{(\w+) *[,}]/g)].every(([, name]) => (name as string) in shown));
  const body = format(lines.join('\n').replace(/\n{3,}/g, '\n\n'), catalogue.language, zone, shown).trim();
  const own = languageName(locale, catalogue.language);
  return {
    subject: format(subject, catalogue.language, zone, shown).trim(),
    text: fellBack
      ? `${body}\n\n${format(catalogue.fallback, catalogue.language, zone, { language: own })}`
      : body,
    language: catalogue.language,
    fellBack,
  };
}

function checked(kind: string, given: JsonObject | NoticeValues): NoticeValues {
  const needed = Object.hasOwn(NEEDED, kind) ? NEEDED[kind as NoticeKind] : undefined;
  if (!needed) throw new RangeError(`no notice "${kind}": use one of ${Object.keys(NEEDED).join(', ')}`);
  const read = noticeValues.safeParse(given);
  const wrong = read.success
    ? needed.filter((name) => read.data[name] === undefined)
    : read.error.issues.map((issue) => issue.path.join('.'));
  if (!read.success || wrong.length > 0)
    throw new RangeError(`the notice "${kind}" cannot be written: check ${wrong.join(', ')}`);
  return read.data;
}

type Shown = Record<string, string | number | Date>;

/** The arguments of the messages, by the names that the catalogues use. */
function argumentsOf(catalogue: MessageCatalogue, values: NoticeValues): Shown {
  const { customer, questions, reason, evidence, days_left, time_zone: _, ...rest } = values;
  const shown: Shown = {
    customer: customer === null ? catalogue.unnamed : oneLine(customer),
    partner: catalogue.somebody,
  };
  for (const [name, value] of Object.entries(rest))
    shown[name] = /_(at|by|until)$/.test(name) ? new Date(value) : oneLine(value);
  if (days_left !== undefined) shown.days_left = days_left;
  if (questions) {
    const words = questions.map((question) => catalogue.fields[question as ShownField] ?? oneLine(question));
    shown.questions = words.map((question) => `- ${question}`).join('\n');
    shown.count = questions.length;
  }
  if (reason) {
    shown.reason = catalogue.reasons[reason];
    shown.step = catalogue.steps[reason];
  }
  if (evidence && evidence.length > 0)
    shown.evidence = new Intl.ListFormat(catalogue.language).format(
      evidence.map((field) => catalogue.fields[field]),
    );
  return shown;
}

function format(message: string, language: string, timeZone: string, values: Shown): string {
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
  return new IntlMessageFormat(message, language, formats, { ignoreTag: true }).format(values) as string;
}

function languageName(locale: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'language' }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}

/** What a partner typed into a name can neither add lines to a notice nor hide or reverse what follows. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
