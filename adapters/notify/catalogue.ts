import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import {
  lifecycleCatalogue,
  type MessageCatalogue,
  messageCatalogue,
  noticeValues,
} from '../../contracts/message-catalogue.ts';
import type { DealNoticeKind } from '../../domain/deal/notices.ts';
import type { JsonObject } from '../../domain/json.ts';
import { LIFECYCLES, qualified } from '../../domain/lifecycles.ts';
import { NEEDED_VALUES, NOTICES, type NoticeValues, noticeLanguage } from '../../domain/notices.ts';
import { format, languageName } from './icu.ts';
import { argumentsOf } from './notice-arguments.ts';

/** The texts of one language: a deal's and what is common, and those of other lifecycles by the qualified names of their kinds. */
export type Catalogue = MessageCatalogue & { others: Record<string, { subject: string; text: string }> };
/** By language; English is always there. */
export type Catalogues = Record<string, Catalogue> & { en: Catalogue };

export interface Notice {
  subject: string;
  text: string;
  language: string;
  /** The partner's own language was not available; the text says so. */
  fellBack: boolean;
}

/** Reads `<locale>.yaml` files of a folder. @throws Error naming the file and what is wrong in it, or that English is missing. */
export async function loadCatalogues(folder: string): Promise<Catalogues> {
  const catalogues = Object.create(null) as Record<string, Catalogue>;
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.yaml'))) {
    const catalogue = await readCatalogue(join(folder, file), messageCatalogue);
    if (`${catalogue.language}.yaml` !== file)
      throw new Error(`${join(folder, file)} says language ${catalogue.language}: rename one of them`);
    catalogues[catalogue.language] = { ...catalogue, others: await othersOf(folder, file) };
  }
  if (!catalogues.en)
    throw new Error(`${folder} holds no en.yaml: English is what every other language falls back to`);
  return catalogues as Catalogues;
}

/** What the other lifecycles say in this language. */
async function othersOf(folder: string, file: string): Promise<Catalogue['others']> {
  const others = Object.create(null) as Catalogue['others'];
  for (const lifecycle of LIFECYCLES) {
    const [kind] = Object.keys(NOTICES[lifecycle]);
    if (kind === undefined || qualified(lifecycle, kind) === kind) continue;
    const { notices } = await readCatalogue(
      join(folder, lifecycle, file),
      lifecycleCatalogue(NOTICES[lifecycle]),
    );
    for (const [own, words] of Object.entries(notices)) others[qualified(lifecycle, own)] = words;
  }
  return others;
}

async function readCatalogue<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> {
  const read = schema.safeParse(parse(await readFile(path, 'utf8')));
  if (read.success) return read.data;
  const wrong = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${path} is not a message catalogue: ${wrong.join('; ')}`);
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
  const catalogue = catalogues[language] ?? catalogues.en;
  const zone = values.time_zone ?? 'UTC';
  const shown = argumentsOf(catalogue, values);
  const { subject, text } = catalogue.others[kind] ?? catalogue.notices[kind as DealNoticeKind];
  // Lines about what this case does not have are left out; no other line stands or falls with an argument.
  const lines = text
    .split('\n')
    .filter((line) =>
      [...line.matchAll(/\{(\w+) *[,}]/g)].every(([, name]) => Object.hasOwn(shown, name as string)),
    );
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
  const needed = Object.hasOwn(NEEDED_VALUES, kind) ? NEEDED_VALUES[kind] : undefined;
  if (!needed)
    throw new RangeError(`no notice "${kind}": use one of ${Object.keys(NEEDED_VALUES).join(', ')}`);
  const read = noticeValues.safeParse(given);
  const wrong = read.success
    ? needed.filter((name) => read.data[name] === undefined)
    : read.error.issues.map((issue) => issue.path.join('.'));
  if (!read.success || wrong.length > 0)
    throw new RangeError(`the notice "${kind}" cannot be written: check ${wrong.join(', ')}`);
  return read.data;
}
