import type { DocumentReading } from '../documents/document-reading.ts';
import { arithmeticFindings } from './arithmetic.ts';
import { checkDigitFindings } from './check-digits.ts';
import type { InvoiceContent } from './e-invoice.ts';

/** The content of an invoice with what its own figures say against it. */
export function checked(
  content: InvoiceContent,
): Pick<DocumentReading, 'kind' | 'fields' | 'lines' | 'findings'> {
  const { kind, fields, lines, findings } = content;
  return {
    kind,
    fields,
    lines,
    findings: [...findings, ...arithmeticFindings(content), ...checkDigitFindings(fields)],
  };
}
