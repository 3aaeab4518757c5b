import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import {
  type CommonTexts,
  commonTexts,
  lifecycleTexts,
  type SubjectAndText,
} from '../../contracts/message-catalogue.ts';
import type { JsonObject } from '../../domain/json.ts';
import { LIFECYCLES, type Lifecycle, qualified } from '../../domain/lifecycles.ts';
import { NOTICES } from '../../domain/notices.ts';
import { NOTICE_WORDS } from './lifecycles.ts';

/** The texts of one language. */
export interface MessageCatalogue extends CommonTexts {
  /** By the qualified names of their kinds. */
  notices: Record<string, SubjectAndText>;
  /** What the lifecycles' files hold beside the notices. */
  words: Partial<Record<Lifecycle, JsonObject>>;
}
/** By language; English is always there. */
export type Catalogues = Record<string, MessageCatalogue> & { en: MessageCatalogue };

/**
 * Reads `<language>.yaml` and `<lifecycle>/<language>.yaml` of a folder.
 * @throws Error naming the file and what is wrong in it, or that English is missing.
 */
export async function loadCatalogues(folder: string): Promise<Catalogues> {
  const catalogues = Object.create(null) as Record<string, MessageCatalogue>;
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.yaml'))) {
    const catalogue = await catalogueOf(folder, file);
    if (`${catalogue.language}.yaml` !== file)
      throw new Error(`${join(folder, file)} says language ${catalogue.language}: rename one of them`);
    catalogues[catalogue.language] = catalogue;
  }
  if (!catalogues.en)
    throw new Error(`${folder} holds no en.yaml: English is what every other language falls back to`);
  return catalogues as Catalogues;
}

async function catalogueOf(folder: string, file: string): Promise<MessageCatalogue> {
  const path = join(folder, file);
  const { common, deal } = apart(await yamlIn(path));
  const notices = Object.create(null) as MessageCatalogue['notices'];
  const words: MessageCatalogue['words'] = {};
  for (const lifecycle of LIFECYCLES) {
    if (Object.keys(NOTICES[lifecycle]).length === 0) continue;
    const before = lifecycle === 'deal' ? deal : null;
    const own = ownTexts(folder, lifecycle, file);
    const schema = lifecycleTexts(NOTICES[lifecycle], NOTICE_WORDS[lifecycle]?.words);
    const read = checked(before ? path : own, schema, before ?? (await yamlIn(own)));
    const { notices: texts, ...rest } = read as { notices: MessageCatalogue['notices'] } & JsonObject;
    for (const [kind, text] of Object.entries(texts)) notices[qualified(lifecycle, kind)] = text;
    words[lifecycle] = rest;
  }
  return { ...checked(path, commonTexts, common), notices, words };
}

/** The texts that ship with Quarterdeck. */
const SHIPPED = join(import.meta.dirname, '../../policy/messages');

/** A folder that is older than a lifecycle takes the texts that ship, in English for a language that ships none. */
function ownTexts(folder: string, lifecycle: Lifecycle, file: string): string {
  if (existsSync(join(folder, lifecycle))) return join(folder, lifecycle, file);
  const shipped = join(SHIPPED, lifecycle, file);
  return existsSync(shipped) ? shipped : join(SHIPPED, lifecycle, 'en.yaml');
}

/** Up to 0.2.0 the texts of a registration stood in the same file as what all texts share. */
function apart(file: JsonObject): { common: JsonObject; deal: JsonObject | null } {
  if (!('notices' in file)) return { common: file, deal: null };
  const { language, somebody, fallback, ...deal } = file;
  const { correction } = (file.notices ?? {}) as JsonObject;
  return { common: { language, somebody, fallback, correction } as JsonObject, deal };
}

async function yamlIn(path: string): Promise<JsonObject> {
  return parse(await readFile(path, 'utf8')) ?? {};
}

function checked<T extends z.ZodType>(path: string, schema: T, content: JsonObject): z.output<T> {
  const read = schema.safeParse(content);
  if (read.success) return read.data;
  const wrong = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${path} is not a message catalogue: ${wrong.join('; ')}`);
}
