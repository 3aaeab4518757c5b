import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { contextOf } from '../../../../adapters/intake/deal/free-text.ts';
import { mailParts } from '../../../../adapters/intake/deal/mail-parts.ts';
import type { DealPart } from '../../../../adapters/intake/deal/part.ts';
import type { TextForm } from '../../../../adapters/intake/deal/reading-jobs.ts';
import { formOfFile } from '../../../../adapters/intake/file-forms.ts';
import { readInThread } from '../../../../adapters/intake/read-in-thread.ts';
import { UNSTATED } from '../../../../domain/reading/source-format.ts';

/**
 * One input of each kind that is read wrong in public, with its right value: read as the product reads what lies in the watched folder,
 * in its threads, for a partner of the PRM.
 */
interface Input {
  id: string;
  kind: string;
  /** Beside this list, unless its bytes stand here. */
  file: string;
  content?: string;
  base64?: string;
  /** The partner's language and zone; `locale` has both in one. */
  lang?: string;
  tz?: string;
  locale?: string;
  /** Fields; of several values any one is right. `finding`: a problem must say it. */
  want: { refused?: string | true; aside?: string; finding?: string } & Record<string, unknown>;
}

const FOLDER = join(import.meta.dirname, '../../../fixtures/kinds');
/** `invented.json`: more of each kind, by somebody who had not seen how they are read. */
const INPUTS = ['kinds.json', 'invented.json'].flatMap(
  (name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Input[],
);
const NOW = new Date('2026-11-27T12:00:00Z');

/** The partner speaks so and sits there. */
function partnerOf({ lang, tz, locale }: Input) {
  const [language = 'en', region = ''] = (locale ?? lang ?? 'en-GB').split('-');
  const timeZone = tz ?? ZONES[region] ?? ZONES[language] ?? 'Europe/London';
  return { name: 'Baltic Partner IT', email: 'desk@baltic-partner.example', language, timeZone };
}

const ZONES: Readonly<Record<string, string>> = {
  GB: 'Europe/London',
  en: 'America/New_York',
  de: 'Europe/Berlin',
  fr: 'Europe/Paris',
  es: 'Europe/Madrid',
  ja: 'Asia/Tokyo',
};

async function answered<T>(job: Promise<{ answer: T } | { code: string }>): Promise<T> {
  const read = await job;
  if ('code' in read) throw new Error(read.code);
  return read.answer;
}

function bytesOf({ file, content, base64 }: Input): Buffer {
  if (content !== undefined) return Buffer.from(content);
  return base64 === undefined ? readFileSync(join(FOLDER, file)) : Buffer.from(base64, 'base64');
}

/** The registrations of a file, by the jobs that the worker gives to its threads. */
async function partsOf(input: Input): Promise<DealPart[]> {
  const form = formOfFile(input.file)?.form;
  // A line of a document alone is no registration.
  const more = form === 'text/plain' ? '\nOpportunity: Crane telemetry\n' : '';
  const body = Buffer.concat([bytesOf(input), Buffer.from(more)]);
  const common = { body, now: NOW, format: UNSTATED };
  if (form === 'text/csv' || form === 'application/json')
    return answered(readInThread('rows', { ...common, form }));
  const read = await answered(readInThread('text', { ...common, form: form as TextForm, servers: [] }));
  if ('fault' in read) return [{ ok: false, faults: [read.fault], body, ...(read.aside && { aside: true }) }];
  const { free, rows } = read;
  const texts = await answered(
    readInThread('fields', { free, context: contextOf(free, partnerOf(input), NOW) }),
  );
  const owner = { partnerId: '7001', unconfirmed: false };
  return mailParts({ texts, owner, rows, body }, NOW, (text) => `t_${text}`);
}

describe.each([...new Set(INPUTS.map(({ kind }) => kind))])('%s', (kind) => {
  test.each(INPUTS.filter((one) => one.kind === kind).map((one) => [one.id, one] as const))(
    '%s',
    async (_id, input) => {
      const [part] = await partsOf(input);
      const { refused, aside, finding, ...fields } = input.want;
      if (!part?.ok) {
        const code = part?.faults[0].code;
        expect({
          refused: !part?.aside && (refused === true ? true : code),
          aside: part?.aside && code,
          faults: part?.faults,
        }).toEqual({
          refused: refused ?? false,
          aside,
          faults: expect.anything(),
        });
        return;
      }
      expect({ refused, aside }).toEqual({});
      const { submission, problems } = part.parsed.stated;
      const money = submission.stated_value;
      const read = { ...submission, stated_value: money && `${money.amount} ${money.currency}` };
      const got = Object.fromEntries(
        Object.entries(fields).map(([name, want]) => {
          const value = read[name as keyof typeof read] ?? null;
          return [name, Array.isArray(want) && want.includes(value) ? want : value];
        }),
      );
      expect({ ...got, problems: problems.map(({ code }) => code) }).toEqual({
        ...fields,
        problems: expect.anything(),
      });
      if (finding) expect(problems.map(({ code }) => code)).toContain(finding);
    },
  );
});
