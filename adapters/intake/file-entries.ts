import type { Fault } from '../../contracts/problem.ts';
import type { Lifecycle } from '../../domain/lifecycles.ts';
import { type FileForm, formOfFile } from './file-forms.ts';
import { INTAKES } from './lifecycles.ts';
import { ZIP } from './parse.ts';
import { readInThread } from './read-in-thread.ts';

/** One file to take in, or why it is not taken. */
export type FileEntry = { file: string; body: Buffer } & (FileForm | { fault: Fault });

/**
 * What a file is: itself, or the files in it where it is an archive, unless its lifecycle takes an archive as one submission. An archive is
 * unpacked in a thread, within its time and memory.
 * @param file its name
 */
export async function fileEntries(file: string, body: Buffer, lifecycle: Lifecycle): Promise<FileEntry[]> {
  if (!/\.zip$/i.test(file)) return [entryOf(file, body)];
  if (INTAKES[lifecycle].forms.includes(ZIP)) return [{ file, body, form: ZIP, source: 'files' }];
  const read = await readInThread('unpack', { body });
  if ('code' in read || 'problem' in read.answer) return [{ file, body, fault: notUnpacked(read) }];
  const entries = read.answer.entries.map(({ name, bytes }) =>
    entryOf(`${file}/${name}`, Buffer.from(bytes)),
  );
  return entries.length > 0 ? entries : [{ file, body, fault: EMPTY }];
}

function entryOf(file: string, body: Buffer): FileEntry {
  return { file, body, ...(formOfFile(file) ?? { fault: UNKNOWN_KIND }) };
}

function notUnpacked(read: { code: string } | { answer: unknown }): Fault {
  const { problem = '' } = ('answer' in read ? read.answer : {}) as { problem?: string };
  const [title, fix] =
    problem === 'zip_encrypted'
      ? ['The archive is protected by a password.', 'Pack its files without one, or send them as they are.']
      : problem === 'nested_archive'
        ? ['The archive holds other archives.', 'Send the files in them as they are.']
        : ['The archive is damaged, or holds what is not opened.', 'Send its files as they are.'];
  return { code: problem || 'zip_broken', title, field: null, fix };
}

const EMPTY: Fault = {
  code: 'zip_empty',
  title: 'The archive holds no file.',
  field: null,
  fix: 'Send the files as they are.',
};

const UNKNOWN_KIND: Fault = {
  code: 'unsupported_file',
  title: 'Files of this kind are not read.',
  field: null,
  fix: 'Save it as CSV, XLSX, PDF with text, Word (.docx), text or e-mail (.eml), and put that into the inbox.',
};
