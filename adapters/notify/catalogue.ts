import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { parse } from 'yaml';
import { type MessageCatalogue, messageCatalogue } from '../../contracts/message-catalogue.ts';
import { type NoticeKind, type NoticeValues, noticeLanguage } from '../../domain/notices.ts';

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
 */
export function renderNotice<Kind extends NoticeKind>(
  catalogues: Catalogues,
  kind: Kind,
  locale: string,
  values: NoticeValues[Kind],
  regional: string | null = null,
): Notice {
  const { language, fellBack } = noticeLanguage(locale, Object.keys(catalogues), regional);
  const catalogue = (catalogues[language] ?? catalogues.en) as MessageCatalogue;
  const shown = argumentsOf(catalogue, values);
  const write = (message: string) => format(message, catalogue.language, values.timeZone, shown);
  const { subject, text } = catalogue.notices[kind];
  const note = fellBack
    ? `\n\n${format(catalogue.fallback, catalogue.language, values.timeZone, { language: languageName(locale, catalogue.language) })}`
    : '';
  return {
    subject: write(subject).trim(),
    text: `${write(text).trim()}${note}`,
    language: catalogue.language,
    fellBack,
  };
}

function argumentsOf(
  catalogue: MessageCatalogue,
  values: NoticeValues[NoticeKind],
): Record<string, string | number | Date> {
  const lines = (entries: string[]) =>
    entries.length === 0 ? catalogue.nothing : entries.map((entry) => `- ${oneLine(entry)}`).join('\n');
  const shown: Record<string, string | number | Date> = {
    partner: oneLine(values.partner),
    customer: values.customer === null ? catalogue.unnamed : oneLine(values.customer),
    reference: oneLine(values.reference),
  };
  if ('submittedAt' in values) shown.submittedAt = new Date(values.submittedAt);
  if ('decisionBy' in values) shown.decisionBy = new Date(values.decisionBy);
  if ('answerBy' in values) shown.answerBy = new Date(values.answerBy);
  if ('protectedUntil' in values) shown.protectedUntil = new Date(values.protectedUntil);
  if ('appealBy' in values) shown.appealBy = new Date(values.appealBy);
  if ('earlier' in values) shown.earlier = oneLine(values.earlier);
  if ('questions' in values) {
    shown.questions = lines(values.questions);
    shown.count = values.questions.length;
  }
  if ('closure' in values) {
    shown.reason = catalogue.reasons[values.closure];
    shown.step = catalogue.steps[values.closure];
    shown.evidence = lines(values.evidence.map((field) => catalogue.fields[field]));
  }
  return shown;
}

function format(
  message: string,
  language: string,
  timeZone: string,
  values: Record<string, string | number | Date>,
): string {
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
