import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { accountColumns, opportunityColumns } from '../../adapters/crm/files.ts';
import { dealColumns, partnerColumns } from '../../adapters/prm/files.ts';
import { EXPORT_KINDS, plainColumn } from '../../cli/init/export-columns.ts';

const READ = {
  partners: partnerColumns,
  accounts: accountColumns,
  opportunities: opportunityColumns,
  deals: dealColumns,
};

test.each(Object.entries(READ))(
  'every column of %s that is read is said, and every one that is said is read',
  (name, schema) => {
    const kind = EXPORT_KINDS.find((one) => one.name === name);
    expect(kind?.columns.map((column) => plainColumn(column.name)).sort()).toEqual(
      Object.keys(schema.shape).sort(),
    );
    for (const { name: column, needed = false, example } of kind?.columns ?? []) {
      const plain = plainColumn(column);
      const read = schema.shape[plain as never] as { safeParse(value: unknown): { success: boolean } };
      // What is not needed may be empty, and the example is one that is read.
      expect({ column, empty: read.safeParse(null).success }).toEqual({ column, empty: !needed });
      expect({ column, example: read.safeParse(example).success }).toEqual({ column, example: true });
    }
  },
);

test('docs/operations.md has every column of every export', () => {
  const operations = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
  for (const { name, columns } of EXPORT_KINDS) {
    const row = operations.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
    for (const { name: column } of columns)
      expect({ name, column, said: row.includes(`\`${column}\``) }).toEqual({ name, column, said: true });
  }
});
