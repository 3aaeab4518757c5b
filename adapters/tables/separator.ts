import type { Headings } from '../../domain/tables/table.ts';

const SEPARATORS = [',', ';', '\t', '|'];
/** A heading stands within the first so many lines. */
const LOOKED_AT = 50;
const LONGEST = 20_000;

/**
 * The one mark that separates the fields of a text: what its first line says (`sep=;`), else the mark under which a line holds the most
 * known headings, else the one that most often stands in the first line. A text that holds another mark is a text.
 */
export function separatorOf(text: string, { known }: Headings): string {
  const stated = statedSeparator(text);
  if (stated) return stated.separator;
  const lines = text
    .slice(0, LONGEST)
    .split(/\r\n|\r|\n/, LOOKED_AT)
    .map(withoutQuoted);
  let best = { separator: ',', known: 0, fields: 0 };
  for (const separator of SEPARATORS) {
    for (const [index, line] of lines.entries()) {
      const fields = line.split(separator).map((field) => field.trim());
      const of = {
        separator,
        known: new Set(fields.filter((field) => field !== '' && known(field))).size,
        fields: fields.length,
      };
      if (of.fields < 2 || (of.known === 0 && index > 0)) continue;
      if (of.known > best.known || (of.known === best.known && of.known === 0 && of.fields > best.fields))
        best = of;
    }
  }
  return best.separator;
}

/** Excel's own first line; it is no row. */
export function statedSeparator(text: string): { separator: string; length: number } | null {
  const [line, separator] = /^"?sep=([^\r\n"])"?[ ;,\t]*(?:\r\n|\r|\n|$)/i.exec(text) ?? [];
  return line === undefined || separator === undefined ? null : { separator, length: line.length };
}

/** Quotation marks around a field belong to the format; what stands between them may hold every mark. */
function withoutQuoted(line: string): string {
  return line.replace(/"([^"]*)"/g, (_, inner: string) => inner.replace(/[,;\t|]/g, ' '));
}
