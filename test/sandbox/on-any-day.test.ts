import { basename } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createDocuments } from '../../adapters/documents/index.ts';
import { parseDealCsv } from '../../adapters/intake/deal/csv.ts';
import { parseDealDocument } from '../../adapters/intake/deal/document.ts';
import { parseDealJson } from '../../adapters/intake/deal/json.ts';
import { parseDealMail } from '../../adapters/intake/deal/mail.ts';
import type { DealPart } from '../../adapters/intake/deal/part.ts';
import type { TextTools } from '../../adapters/intake/deal/text-tools.ts';
import { extractDeal } from '../../domain/deal/extract-deal.ts';
import { makeChannel } from '../../sandbox/channel/generator/channel.ts';
import { PLAN } from '../../sandbox/channel/generator/plan.ts';
import type { Truth } from '../../sandbox/channel/generator/truth.ts';
import type { ChannelPartner, InboxItem } from '../../sandbox/channel.ts';
import { calendarDays } from '../environment/calendar-days.ts';

/** The sample is written down for the day on which it is read: what is odd about it, and what it says, is so on every day. */

const WRITTEN_ON = '2026-11-20';
const DAY = 86_400_000;
/** A PDF takes thirty times as long as a text, so that they are read on some days only. */
const WITH_PDF = /^(29 February|three years ahead|31 December, towards)/;

/** One registration as it is read. */
interface Read {
  problems: string[];
  /** Days until it is to close. */
  closesIn: number | null;
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/** What readChannel(day of now) reads, with its truth (channel.test.ts holds the two against each other). */
const channelOn = (now: Date) =>
  makeChannel(1, PLAN, { days: (Date.parse(dayOf(now)) - Date.parse(WRITTEN_ON)) / DAY - 1 });

async function readAll(channel: Map<string, Buffer>, now: Date, pdf: boolean): Promise<Map<string, Read>> {
  const inbox = [...channel]
    .filter(([path]) => path.startsWith('inbox/'))
    .map(([path, bytes]): InboxItem => ({ file: basename(path), bytes }));
  const partners = JSON.parse(String(channel.get('partners.json'))) as ChannelPartner[];
  const tools: TextTools = {
    extract: extractDeal,
    token: (text) => text,
    partnerOf: async () => null,
    partner: async (id) => partners.find((one) => one.id === id) ?? null,
    documents: createDocuments(),
  };
  const read = new Map<string, Read>();
  for (const item of inbox.filter(
    ({ file, bytes }) => pdf || !(file.endsWith('.pdf') || bytes.includes('.pdf')),
  ))
    for (const [index, part] of (await partsOf(item, now, tools)).entries())
      read.set(`${item.file} ${index + 1}`, readFrom(part, now));
  return read;
}

async function partsOf({ file, bytes }: InboxItem, now: Date, tools: TextTools): Promise<DealPart[]> {
  if (file.endsWith('.csv')) return parseDealCsv(bytes, now);
  const part = file.endsWith('.json')
    ? parseDealJson(bytes, now)
    : file.endsWith('.eml')
      ? await parseDealMail(bytes, now, tools)
      : await parseDealDocument(bytes, file.endsWith('.pdf') ? 'application/pdf' : 'text/plain', now, tools);
  return part ? [part] : [];
}

function readFrom(part: DealPart, now: Date): Read {
  if (!part.ok) return { problems: part.faults.map(({ code }) => code), closesIn: null };
  const { problems, submission } = part.parsed.stated;
  const close = submission.expected_close_date;
  return {
    problems: problems.map(({ code }) => code),
    closesIn: close === null ? null : (Date.parse(close) - Date.parse(dayOf(now))) / DAY,
  };
}

/** When each text is to close, as the generator worked it out. */
function closing(channel: Map<string, Buffer>, now: Date): Map<string, number | null> {
  const truth = JSON.parse(String(channel.get('truth.json'))) as Truth[];
  return new Map(
    truth.flatMap(({ file, fields }) => {
      const close = fields?.expected_close_date;
      if (close === undefined) return [];
      return [
        [`${file.slice('inbox/'.length)} 1`, close && (Date.parse(close) - Date.parse(dayOf(now))) / DAY],
      ] as [string, number | null][];
    }),
  );
}

describe('the sample', () => {
  let first: Map<string, Read>;
  beforeAll(async () => {
    const then = new Date(Date.parse(WRITTEN_ON) + 1.5 * DAY);
    first = await readAll(channelOn(then), then, true);
  });

  test.each(calendarDays(new Date()).map(({ name, at }) => [name, dayOf(at), at] as const))(
    'is the same on %s (%s)',
    async (name, _, at) => {
      const channel = channelOn(at);
      const read = await readAll(channel, at, WITH_PDF.test(name));
      expect(read.size).toBeGreaterThan(80);
      const truth = closing(channel, at);
      const differs = [...read].filter(([key, { problems, closesIn }]) => {
        const before = first.get(key);
        const asOdd = JSON.stringify(problems) === JSON.stringify(before?.problems);
        // Without a truth of its own it moves with the day.
        const asFar = closesIn === (truth.has(key) ? truth.get(key) : before?.closesIn);
        return !asOdd || !asFar;
      });
      expect(
        differs.map(([key, here]) => ({ key, here, first: first.get(key), truth: truth.get(key) })),
      ).toEqual([]);
    },
    30_000,
  );
});
