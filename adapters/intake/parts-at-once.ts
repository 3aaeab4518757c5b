import type { Fault } from '../../contracts/problem.ts';
import { LIFECYCLE_NAMES, type Lifecycle } from '../../domain/lifecycles.ts';
import { INTAKES } from './lifecycles.ts';
import { type IntakeForm, NDJSON, OUTLOOK, type Parsed, WORD, WORKBOOK, ZIP } from './parse.ts';
import { isFields, isShort } from './quick.ts';
import type { Input, Intake } from './receive.ts';

/**
 * What an input holds, as far as that is known where it arrives: the parts of a few fields, or that its lifecycle does not take such a
 * form.
 * @returns null when it has to be read first
 */
export function partsAtOnce(
  { now, formatOf }: Pick<Intake, 'now' | 'formatOf'>,
  { lifecycle, source, form, body }: Pick<Input, 'lifecycle' | 'source' | 'form' | 'body'>,
): Parsed[] | null {
  const { forms, parse } = INTAKES[lifecycle];
  if (!forms.includes(form)) return [{ ok: false, faults: [unsupported(lifecycle, forms)], body }];
  return isFields(form) && isShort(form, body) ? parse(form, body, now(), formatOf(source)) : null;
}

function unsupported(lifecycle: Lifecycle, forms: readonly IntakeForm[]): Fault {
  return {
    code: 'unsupported_form',
    title: `A ${LIFECYCLE_NAMES[lifecycle].title} is not read from a document of this form.`,
    field: null,
    fix: `Send it as ${forms.flatMap((form) => NAMES[form] ?? []).join(' or ')}.`,
  };
}

/** As people call them; nobody sends a hint. */
const NAMES: Readonly<Partial<Record<IntakeForm, string>>> = {
  'application/json': 'JSON',
  'text/csv': 'CSV',
  [WORKBOOK]: 'an Excel workbook',
  [NDJSON]: 'JSON lines',
  'message/rfc822': 'an e-mail',
  'text/plain': 'text',
  'application/pdf': 'PDF',
  'text/html': 'HTML',
  [WORD]: 'Word',
  [OUTLOOK]: 'a mail saved by Outlook',
  [ZIP]: 'a ZIP archive',
};
