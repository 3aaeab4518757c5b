import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDocuments } from '../../adapters/documents/index.ts';
import { parseDealDocument } from '../../adapters/intake/deal/document.ts';
import { parseDealMail } from '../../adapters/intake/deal/mail.ts';
import type { TextTools } from '../../adapters/intake/deal/text-tools.ts';
import { extractDeal } from '../../domain/deal/extract-deal.ts';
import type { DealFields } from '../../domain/deal/registration.ts';
import { makeChannel } from '../../sandbox/channel/generator/channel.ts';
import { PLAN } from '../../sandbox/channel/generator/plan.ts';
import type { Fields, Truth } from '../../sandbox/channel/generator/truth.ts';
import { type Figure, figure } from './figures.ts';
import type { BenchOptions } from './index.ts';

/** A free text of the inbox that was read otherwise than its truth says. */
export interface Misreading {
  file: string;
  field: keyof Fields;
  truth: unknown;
  read: unknown;
}

interface Channel {
  truth: Truth[];
  partners: { id: string; name: string; language: string; timeZone: string; email: string }[];
  file(path: string): Buffer;
}

/** The channel's free texts are written on this day. */
const WRITTEN_ON = new Date('2026-11-20T12:00:00Z');
const AIM = 0.95;

/**
 * `deals.parse_accuracy.<field>`: the share of the inbox's free texts (mails, text files, PDF) of which a field is read as the truth
 * says, null where the text does not state it. Without `--set` over as many generated channels as there are rounds.
 */
export async function parseAccuracy({ seed, rounds, set, say }: BenchOptions): Promise<Figure[]> {
  const channels = set
    ? [folder(set)]
    : Array.from({ length: rounds }, (_, index) => generated(seed + index));
  const counts = new Map<keyof Fields, { right: number; all: number }>();
  for (const channel of channels) {
    const { judged, wrong } = await misreadings(channel);
    for (const field of judged) {
      const count = counts.get(field) ?? { right: 0, all: 0 };
      counts.set(field, { right: count.right + 1, all: count.all + 1 });
    }
    for (const miss of wrong) {
      const count = counts.get(miss.field);
      if (count) count.right -= 1;
      say(`  ${miss.file} ${miss.field}: ${JSON.stringify(miss.read)} for ${JSON.stringify(miss.truth)}`);
    }
  }
  return [...counts].map(([field, { right, all }]) =>
    figure(`deals.parse_accuracy.${field}`, right / all, 'share', ['≥', AIM]),
  );
}

/** A channel made from a seed. */
export function generated(seed: number): Channel {
  const files = makeChannel(seed, PLAN);
  const file = (path: string) => files.get(path) ?? Buffer.alloc(0);
  return { ...tables(file), file };
}

/** A channel on disk: `truth.json`, `partners.json` and what the truth's `file` names. */
function folder(path: string): Channel {
  const names = new Set(readdirSync(path, { recursive: true }).map(String));
  const file = (name: string) => (names.has(name) ? readFileSync(join(path, name)) : Buffer.alloc(0));
  return { ...tables(file), file };
}

function tables(file: Channel['file']): Pick<Channel, 'truth' | 'partners'> {
  return {
    truth: JSON.parse(file('truth.json').toString('utf8')) as Truth[],
    partners: JSON.parse(file('partners.json').toString('utf8')) as Channel['partners'],
  };
}

/** Every field that the truth judges, once per free text, and those that were read otherwise. */
export async function misreadings(
  channel: Channel,
): Promise<{ judged: (keyof Fields)[]; wrong: Misreading[] }> {
  const tools: TextTools = {
    extract: extractDeal,
    token: (text) => text,
    partnerOf: async () => null,
    partner: async (id) => channel.partners.find((one) => one.id === id) ?? null,
    documents: createDocuments(),
  };
  const judged: (keyof Fields)[] = [];
  const wrong: Misreading[] = [];
  for (const { file, fields } of channel.truth) {
    if (fields === null || !/\.(?:eml|txt|pdf)$/.test(file)) continue;
    const read = await readFile(file, channel.file(file), tools);
    for (const field of Object.keys(fields) as (keyof Fields)[]) {
      const truth = fields[field];
      const got = read?.[field === 'estimated_value' ? 'stated_value' : field] ?? null;
      judged.push(field);
      if (comparable(truth) !== comparable(got)) wrong.push({ file, field, truth, read: got });
    }
  }
  return { judged, wrong };
}

async function readFile(file: string, bytes: Buffer, tools: TextTools): Promise<DealFields | null> {
  const part = file.endsWith('.eml')
    ? await parseDealMail(bytes, WRITTEN_ON, tools)
    : await parseDealDocument(
        bytes,
        file.endsWith('.pdf') ? 'application/pdf' : 'text/plain',
        WRITTEN_ON,
        tools,
      );
  return part?.ok ? part.parsed.stated.submission : null;
}

/** The same value in another spelling is the same: `64000` and `64000.00`, `Inc` and `Inc.`, blanks and case. */
function comparable(value: Fields[keyof Fields] | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return `${value.currency} ${Number(value.amount)}`;
  return value.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').replace(/\.$/, '').trim();
}
