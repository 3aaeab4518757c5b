import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Intake } from '../adapters/intake/receive.ts';
import type { Received, Settled } from '../adapters/intake/received.ts';
import { intakeStanding } from '../adapters/store/deliveries.ts';
import { statement } from '../adapters/store/statement.ts';
import { sheetLine } from '../adapters/tables/sheet-line.ts';

/** Beside a file of which a part was refused: what became of each part. */
export const RESULT = '.result.csv';
/** Beside a file that a worker reads: the names of its intakes. */
export const READING = '.reading';

const HEAD = ['row', 'state', 'case', 'revision', 'dead_letter', 'problem', 'what_to_do'];

/** What became of each part of a file, as a table. */
export function resultCsv(received: readonly Received[]): string {
  const rows = received.map((each, index) => {
    const row = 'row' in each && each.row !== undefined ? each.row : index + 1;
    if (each.kind === 'submitted') return [row, each.state, each.case, each.revision, '', '', ''];
    if (each.kind === 'reading') return [row, 'reading', each.intake, '', '', '', ''];
    const kept = each.kind === 'ignored' ? each.aside : each;
    const state = each.kind === 'ignored' ? 'ignored' : 'rejected';
    const { title = '', field = null, fix = '' } = kept?.problem ?? {};
    return [row, state, '', '', kept?.deadLetter ?? '', field ? `${field}: ${title}` : title, fix];
  });
  return `${[HEAD, ...rows].map((cells) => sheetLine(cells.map(String))).join('\r\n')}\r\n`;
}

/**
 * Notes what became of files that a worker had to read first, once it has: one of which a part was refused moves to `failed/`.
 * @returns how many of them it still has to read
 */
export async function noteWhatWasRead({ store }: Pick<Intake, 'store'>, under: string): Promise<number> {
  let left = 0;
  for (const folder of ['done', 'failed']) {
    for (const mark of await marksIn(join(under, folder))) {
      const at = join(under, folder, mark);
      const file = mark.slice(0, -READING.length);
      const intakes = (await readFile(at, 'utf8')).split('\n').filter((one) => one !== '');
      const settled: Settled[] = [];
      let isRead = true;
      for (const id of intakes) {
        const standing = await intakeStanding<Settled[]>(statement(store), id);
        isRead &&= standing === undefined || standing.outcome !== null;
        settled.push(...(standing?.outcome ?? []));
      }
      if (!isRead) {
        left += 1;
        continue;
      }
      if (settled.some(({ kind }) => kind === 'refused')) {
        await mkdir(join(under, 'failed'), { recursive: true });
        await writeFile(join(under, 'failed', `${file}${RESULT}`), resultCsv(settled), { flag: 'a' });
        if (folder === 'done') await rename(join(under, folder, file), join(under, 'failed', file));
      }
      await rm(at);
    }
  }
  return left;
}

async function marksIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(READING));
  } catch {
    return [];
  }
}
