import { plainValues, type SubjectAndText } from '../../contracts/message-catalogue.ts';
import type { JsonObject } from '../../domain/json.ts';
import { type Lifecycle, qualified } from '../../domain/lifecycles.ts';
import { NOTICE_KINDS, type NoticeValues, noticeLanguage } from '../../domain/notices.ts';
import { format, languageName } from './icu.ts';
import { NOTICE_WORDS } from './lifecycles.ts';
import { argumentsOf } from './notice-arguments.ts';
import type { Catalogues, MessageCatalogue } from './read-catalogues.ts';

export interface WrittenNotice {
  subject: string;
  text: string;
  language: string;
  /** The partner's own language was not available; the text says so. */
  fellBack: boolean;
}

/** What is written, and in which words. */
interface Writing {
  lifecycle: Lifecycle;
  kind: string;
  needed: readonly string[];
  words(catalogue: MessageCatalogue): SubjectAndText;
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
): WrittenNotice {
  const { lifecycle, needed } = known(kind);
  const words = ({ notices }: MessageCatalogue) => notices[kind] as SubjectAndText;
  return write(catalogues, { lifecycle, kind, needed, words }, locale, given, regional);
}

/**
 * Writes that a notice no longer holds, in the words of its lifecycle where that has some.
 * @param kind of the notice
 * @param given its values, with its subject as `earlier`
 * @throws RangeError as renderNotice
 */
export function renderCorrection(
  catalogues: Catalogues,
  kind: string,
  locale: string,
  given: JsonObject | NoticeValues,
): WrittenNotice {
  const { lifecycle } = known(kind);
  const own = qualified(lifecycle, 'correction');
  if (Object.hasOwn(NOTICE_KINDS, own)) return renderNotice(catalogues, own, locale, given);
  const words = ({ correction }: MessageCatalogue) => correction;
  return write(catalogues, { lifecycle, kind, needed: ['earlier'], words }, locale, given, null);
}

function write(
  catalogues: Catalogues,
  writing: Writing,
  locale: string,
  given: JsonObject | NoticeValues,
  regional: string | null,
): WrittenNotice {
  const values = checked(writing, given);
  const { language, fellBack } = noticeLanguage(locale, Object.keys(catalogues), regional);
  const catalogue = catalogues[language] ?? catalogues.en;
  const zone = values.time_zone ?? 'UTC';
  const { lifecycle } = writing;
  const own = NOTICE_WORDS[lifecycle]?.argumentsOf(
    catalogue.words[lifecycle] as never,
    values,
    catalogue.language,
  );
  const shown = { ...argumentsOf(catalogue, values), ...own };
  const { subject, text } = writing.words(catalogue);
  // Lines about what this case does not have are left out; no other line stands or falls with an argument.
  const lines = text
    .split('\n')
    .filter((line) =>
      [...line.matchAll(/\{(\w+) *[,}]/g)].every(([, name]) => Object.hasOwn(shown, name as string)),
    );
  const body = format(lines.join('\n').replace(/\n{3,}/g, '\n\n'), catalogue.language, zone, shown).trim();
  const name = languageName(locale, catalogue.language);
  return {
    subject: format(subject, catalogue.language, zone, shown).trim(),
    text: fellBack
      ? `${body}\n\n${format(catalogue.fallback, catalogue.language, zone, { language: name })}`
      : body,
    language: catalogue.language,
    fellBack,
  };
}

function known(kind: string) {
  const found = Object.hasOwn(NOTICE_KINDS, kind) ? NOTICE_KINDS[kind] : undefined;
  if (found) return found;
  throw new RangeError(`no notice "${kind}": use one of ${Object.keys(NOTICE_KINDS).join(', ')}`);
}

function checked({ lifecycle, kind, needed }: Writing, given: JsonObject | NoticeValues): NoticeValues {
  const read = (NOTICE_WORDS[lifecycle]?.values ?? plainValues).safeParse(given);
  const wrong = read.success
    ? needed.filter((name) => (read.data as JsonObject)[name] === undefined)
    : read.error.issues.map((issue) => issue.path.join('.'));
  if (!read.success || wrong.length > 0)
    throw new RangeError(`the notice "${kind}" cannot be written: check ${wrong.join(', ')}`);
  return read.data;
}
