import type { IntakeForm } from '../adapters/intake/parse.ts';
import { usage } from './failure.ts';

export const FORM_NAMES = ['json', 'csv', 'eml', 'txt', 'pdf'] as const;
export type FormName = (typeof FORM_NAMES)[number];

const FORMS: Record<FormName, { form: IntakeForm; source: string }> = {
  json: { form: 'application/json', source: 'files' },
  csv: { form: 'text/csv', source: 'files' },
  eml: { form: 'message/rfc822', source: 'email' },
  txt: { form: 'text/plain', source: 'files' },
  pdf: { form: 'application/pdf', source: 'files' },
};

/**
 * What kind of document this is: as said, else by the file's name, else (standard input) by how it begins.
 * @throws CliFailure usage for a name that says nothing.
 */
export function inputForm(path: string, said: FormName | undefined, body: Buffer): (typeof FORMS)[FormName] {
  if (said) return FORMS[said];
  if (path === '-') return FORMS[formOfText(body)];
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  const form = FORM_NAMES.find((name) => name === ending);
  if (form) return FORMS[form];
  throw usage(
    `What ${path} holds cannot be told from its name.`,
    `Add --form ${FORM_NAMES.join('|')}.`,
    'form',
  );
}

function formOfText(body: Buffer): FormName {
  const start = body.subarray(0, 4_096).toString('utf8').trimStart();
  if (start.startsWith('%PDF-')) return 'pdf';
  if (/^[{[]/.test(start)) return 'json';
  // A mail begins with header lines; a CSV's first line has no blank after a colon before its first separator.
  if (/^[!-9;-~]+:[ \t]/.test(start) && /^From:/im.test(start)) return 'eml';
  const [head = ''] = start.split(/\r?\n/);
  return /[,;\t]/.test(head) && !/[:.!?]/.test(head) ? 'csv' : 'txt';
}
