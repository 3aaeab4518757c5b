import { type IntakeForm, NDJSON, OUTLOOK, WORD, WORKBOOK } from './parse.ts';

/** What a file holds, and the source that a record in it is named by. */
export interface FileForm {
  form: IntakeForm;
  source: string;
}

/** By the ending of a file's name. */
export const FILE_FORMS = {
  json: { form: 'application/json', source: 'files' },
  ndjson: { form: NDJSON, source: 'files' },
  jsonl: { form: NDJSON, source: 'files' },
  csv: { form: 'text/csv', source: 'files' },
  tsv: { form: 'text/csv', source: 'files' },
  xlsx: { form: WORKBOOK, source: 'files' },
  // Refused with what to do about it, unless the name is wrong.
  xlsm: { form: WORKBOOK, source: 'files' },
  xlsb: { form: WORKBOOK, source: 'files' },
  xls: { form: WORKBOOK, source: 'files' },
  ods: { form: WORKBOOK, source: 'files' },
  eml: { form: 'message/rfc822', source: 'email' },
  txt: { form: 'text/plain', source: 'files' },
  pdf: { form: 'application/pdf', source: 'files' },
  docx: { form: WORD, source: 'files' },
  html: { form: 'text/html', source: 'files' },
  htm: { form: 'text/html', source: 'files' },
  msg: { form: OUTLOOK, source: 'email' },
} as const satisfies Record<string, FileForm>;

export type FileEnding = keyof typeof FILE_FORMS;
export const FILE_ENDINGS = Object.keys(FILE_FORMS) as FileEnding[];

/** What the name of a file says; null for one that is not for us. */
export function formOfFile(name: string): FileForm | null {
  const said = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  const ending = FILE_ENDINGS.find((one) => one === said);
  return ending ? FILE_FORMS[ending] : null;
}
