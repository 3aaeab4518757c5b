import {
  FILE_ENDINGS,
  FILE_FORMS,
  type FileEnding,
  type FileForm,
  formOfFile,
} from '../../adapters/intake/file-forms.ts';
import { usage } from '../failure.ts';

/**
 * What kind of document this is: as said, else by the file's name, else (standard input) by how it begins.
 * @throws CliFailure usage for a name that says nothing.
 */
export function inputForm(path: string, said: FileEnding | undefined, body: Buffer): FileForm {
  if (said) return FILE_FORMS[said];
  if (path === '-') return FILE_FORMS[formOfText(body)];
  const form = formOfFile(path);
  if (form) return form;
  throw usage(
    `What ${path} holds cannot be told from its name.`,
    `Add --form ${FILE_ENDINGS.join('|')}.`,
    'form',
  );
}

function formOfText(body: Buffer): FileEnding {
  const start = body.subarray(0, 4_096).toString('utf8').trimStart();
  if (start.startsWith('%PDF-')) return 'pdf';
  if (/^[{[]/.test(start)) return 'json';
  // A mail begins with header lines; a CSV's first line has no blank after a colon before its first separator.
  if (/^[!-9;-~]+:[ \t]/.test(start) && /^From:/im.test(start)) return 'eml';
  const [head = ''] = start.split(/\r?\n/);
  return /[,;\t]/.test(head) && !/[:.!?]/.test(head) ? 'csv' : 'txt';
}
