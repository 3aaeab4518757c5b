import { MOST_SALES, readSales, SALES_HEADINGS } from '../../domain/invoice/point-of-sale.ts';
import { readTable } from '../tables/read-table.ts';
import type { DocumentAnswer } from './read-bytes.ts';
import { workbookProblem } from './workbook-problem.ts';

/** Reads a file of sales: a workbook, or text with one row for each sale. */
export async function readSalesFile(bytes: Buffer, form: 'workbook' | 'table'): Promise<DocumentAnswer> {
  const problem = form === 'workbook' ? workbookProblem(bytes) : null;
  if (problem !== null) return { code: problem };
  const found = await readTable(bytes, {}, SALES_HEADINGS);
  if ('fault' in found) return { code: form === 'workbook' ? 'broken' : 'unsupported' };
  const { table, broken } = found;
  if (table.rows.length > MOST_SALES) return { code: 'too_many_lines' };
  const content = readSales(table);
  if (content === null) return { code: 'unsupported' };
  const findings = [...content.findings];
  if (broken.length > 0)
    findings.push({
      rule: 'document.broken_rows',
      text: `${broken.length} rows of the file cannot be taken apart and were not read.`,
      place: null,
    });
  for (const aside of table.aside)
    if (aside.kind === 'hidden')
      findings.push({
        rule: 'document.hidden_text',
        text: 'A row of the sheet is hidden; it was not read.',
        place: { sheet: table.name ?? '', row: aside.at, column: 0 },
      });
  return { form, pages: null, ...content, findings };
}
