import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { refuseExisting } from '../output-file.ts';
import { type Sheet, workbook } from '../results/workbook.ts';
import { EXPORT_KINDS } from './export-columns.ts';

/**
 * Writes empty files with every column: one CSV each, and one workbook with notes about what each column holds.
 * @returns the names of the files
 * @throws CliFailure refused when one of them is there already
 */
export async function writeTemplate(folder: string): Promise<string[]> {
  const files = EXPORT_KINDS.map(({ name, columns }) => ({
    file: `${name}.csv`,
    bytes: `${columns.map((column) => column.name).join(',')}\n`,
  }));
  const all = [...files, { file: 'template.xlsx', bytes: await workbook(templateSheets()) }];
  const names = all.map(({ file }) => file);
  refuseExisting(folder, names, 'Name an empty folder.', 'template');
  await mkdir(folder, { recursive: true });
  for (const { file, bytes } of all) await writeFile(join(folder, file), bytes);
  return names;
}

function templateSheets(): Sheet[] {
  return [
    ...EXPORT_KINDS.map(({ name, columns }) => ({ name, rows: [columns.map((column) => column.name)] })),
    {
      name: 'notes',
      rows: [
        ['file', 'column', 'needed', 'holds', 'like'],
        ...EXPORT_KINDS.flatMap((kind) =>
          kind.columns.map(({ name, needed, holds, example }) => [
            ...[kind.name, name, needed ? 'yes' : 'no', holds, example],
          ]),
        ),
      ],
    },
  ];
}
