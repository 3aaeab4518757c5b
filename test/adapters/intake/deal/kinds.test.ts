import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readInThread } from '../../../../adapters/intake/read-in-thread.ts';
import { readAsFound, type Speaks, type Steps } from './read-as-found.ts';

/**
 * One input of each kind that is read wrong in public, with its right value: read as the product reads what lies in the watched folder,
 * in its threads, for a partner of the PRM.
 */
interface Input extends Speaks {
  id: string;
  kind: string;
  /** Beside this list, unless its bytes stand here. */
  file: string;
  content?: string;
  base64?: string;
  /** Fields; of several values any one is right. `finding`: a problem must say it. */
  want: { refused?: string | true; aside?: string; finding?: string } & Record<string, unknown>;
}

const FOLDER = join(import.meta.dirname, '../../../fixtures/kinds');
/** `invented.json`: more of each kind, by somebody who had not seen how they are read. */
const INPUTS = ['kinds.json', 'invented.json'].flatMap(
  (name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Input[],
);
async function answered<T>(job: Promise<{ answer: T } | { code: string }>): Promise<T> {
  const read = await job;
  if ('code' in read) throw new Error(read.code);
  return read.answer;
}

/** By the jobs that the worker gives to its threads. */
const THREADS: Steps = {
  text: (input) => answered(readInThread('text', input)),
  fields: (input) => answered(readInThread('fields', input)),
  rows: (input) => answered(readInThread('rows', input)),
};

function bytesOf({ file, content, base64 }: Input): Buffer {
  if (content !== undefined) return Buffer.from(content);
  return base64 === undefined ? readFileSync(join(FOLDER, file)) : Buffer.from(base64, 'base64');
}

describe.each([...new Set(INPUTS.map(({ kind }) => kind))])('%s', (kind) => {
  test.each(INPUTS.filter((one) => one.kind === kind).map((one) => [one.id, one] as const))(
    '%s',
    async (_id, input) => {
      const [part] = await readAsFound({ name: input.file, bytes: bytesOf(input) }, input, THREADS);
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
