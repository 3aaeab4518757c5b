import type { TableSource } from '../../domain/deal/canonical-deal.ts';
import type { DealFields } from '../../domain/deal/registration.ts';
import type { ReceivedDocument } from '../../domain/documents/document.ts';
import type { FieldSource } from '../../domain/reading/finding.ts';
import { amountText } from '../cases/case-text.ts';
import { fields, wrap } from '../layout.ts';
import type { Terminal } from '../terminal.ts';
import type { CheckedPart } from './check.ts';

/** Says what submitting would do, part by part: what was read and from where, what is missing, what speaks against it. */
export function printCheck(terminal: Terminal, parts: readonly CheckedPart[]): void {
  for (const part of parts) {
    const read = part.provenance === 'extracted' ? ', read from free text: a person confirms each field' : '';
    const verdict = part.would === 'submit' ? `would be submitted${read}` : 'would be rejected';
    terminal.say(terminal.paint('bold', `${part.part}: ${verdict}`));
    if (part.would === 'submit') terminal.say(fields(rows(part), terminal.width));
    for (const { title, field } of part.problems)
      terminal.say(wrap(`${field ? `${field}: ` : ''}${title}`, terminal.width, '  ! '));
  }
}

function rows(part: CheckedPart): [string, string | null][] {
  const read = Object.entries(part.fields).map(([name, value]): [string, string | null] => {
    const source = part.sources[name as keyof DealFields];
    const said = valueText(value);
    return [
      name === 'stated_value' ? 'estimated_value' : name,
      said && `${said}${source ? ` (${whereText(source)})` : ''}`,
    ];
  });
  return [
    ['partner', part.partner],
    ...read,
    [
      'missing',
      part.missing.map((name) => (name === 'stated_value' ? 'estimated_value' : name)).join(', ') || null,
    ],
    ...part.filled.map(({ field, value, from, because }): [string, string] => [
      `${field}?`,
      `${valueText(value)} (${from}, ${because})`,
    ]),
    ...(part.table ? tableRows(part.table) : []),
    ['not read', part.unread.join(', ') || null],
    ['in the CRM', knownText(part.known)],
    ...part.documents.map((document): [string, string] => [document.name, documentLine(document)]),
    ...part.attachments
      .filter(({ problem }) => problem !== undefined)
      .map(({ name, problem }): [string, string] => [name, `not read: ${problem}`]),
  ];
}

function knownText(known: CheckedPart['known']): string | null {
  if (known === null) return 'kept back: whoever may decide it may have to decide it blind';
  return known.map(({ id, name }) => `${name} (Account/${id})`).join(', ') || null;
}

/** Where a row stood and what its columns are called; what was noted about its file. */
export function tableRows({ sheet, row, columns, notes }: TableSource): Array<[string, string]> {
  const named = Object.entries(columns).map(([field, heading]) => `${heading} as ${field}`);
  return [
    ['row', sheet === null ? String(row) : `${row} of the sheet ${sheet}`],
    ['columns', named.join(', ')],
    ...notes.map((note): [string, string] => ['note', note]),
  ];
}

function valueText(value: DealFields[keyof DealFields] | undefined): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : `${value.currency} ${amountText(value.amount)}`;
}

/** `line 4, label`; `form.pdf line 1, label` */
export function whereText({ where, file, line, rule }: FieldSource): string {
  if (where === 'subject') return `subject, ${rule}`;
  return `${where === 'attachment' ? `${file ?? 'attachment'} ` : ''}line ${line}, ${rule.replaceAll('_', ' ')}`;
}

/** Kind, key terms and what is missing of a document, in one line. */
export function documentLine({ kind, terms, missing }: ReceivedDocument): string {
  const said = [
    terms.parties.join(' and ') || null,
    terms.date,
    terms.value && `${terms.value.currency} ${amountText(terms.value.amount)}`,
    terms.term_months && `${terms.term_months} months`,
    terms.governing_law && `law: ${terms.governing_law}`,
    terms.signed ? 'signature line filled in' : null,
  ].filter(Boolean);
  const lacks = missing.length === 0 ? 'complete' : `missing: ${missing.join(', ').replaceAll('_', ' ')}`;
  return [kind.replaceAll('_', ' '), ...said, lacks].join('; ');
}
