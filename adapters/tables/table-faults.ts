import type { Fault } from '../../contracts/problem.ts';
import type { AttachmentProblem } from '../../domain/documents/attachment.ts';
import type { NoSheet } from '../../domain/tables/choose-sheet.ts';
import type { Decoded } from '../../domain/tables/decode.ts';

const SAVE_UTF8 = 'save the file as "CSV UTF-8"';

/** Why the bytes of a file are no text. Of two encodings both readings are named by letters, never by words. */
export function decodeFault(decoded: Exclude<Decoded, { text: string }>): Fault {
  if ('between' in decoded) {
    const [one, other] = decoded.between;
    return {
      code: 'encoding_ambiguous',
      title: `The letters of the file can be read as ${one.encoding} (${one.letters.join(' ')}) and as ${other.encoding} (${other.letters.join(' ')}).`,
      field: null,
      fix: `State the encoding of the file or of its source, or ${SAVE_UTF8}.`,
    };
  }
  return { ...WRONG[decoded.wrong], field: null };
}

type Wrong = Extract<Decoded, { wrong: unknown }>['wrong'];
const WRONG: Readonly<Record<Wrong, Omit<Fault, 'field'>>> = {
  unknown_encoding: {
    code: 'encoding_unknown',
    title: 'The stated encoding is none that is known.',
    fix: 'Name it as in windows-1252, windows-1250, macintosh, shift_jis, utf-16le or utf-8.',
  },
  not_in_stated: {
    code: 'encoding_wrong',
    title: 'The file is not in the encoding that is stated.',
    fix: `State its own encoding, or ${SAVE_UTF8}.`,
  },
  no_encoding: {
    code: 'encoding_unreadable',
    title: 'The letters of the file are words in no encoding that is known.',
    fix: `State the encoding of the file or of its source, or ${SAVE_UTF8}.`,
  },
  not_text: {
    code: 'malformed_csv',
    title: 'The file is no text.',
    fix: 'Export it again as CSV or .xlsx.',
  },
};

export const BROKEN: Fault = {
  code: 'malformed_csv',
  title: 'The file is not readable CSV.',
  field: null,
  fix: 'Export it again as CSV.',
};

export const NO_ROW: Fault = {
  code: 'malformed_csv',
  title: 'The file holds no row.',
  field: null,
  fix: 'Send a header line and at least one row.',
};

export const NO_HEADING: Fault = {
  code: 'no_heading',
  title: 'The file has no line of headings.',
  field: null,
  fix: 'Send a line with the names of the columns above the rows.',
};

const fault = (code: string, title: string, fix: string): Fault => ({ code, title, field: null, fix });

export const OLD_EXCEL = fault(
  'workbook_old',
  'The file is an Excel workbook of before 2007, or one with a password.',
  'Save it as an Excel workbook (.xlsx) without a password.',
);

export const UNREADABLE_WORKBOOK = fault(
  'workbook_unreadable',
  'The file is no workbook that can be read.',
  'Open it in Excel and save it as an Excel workbook (.xlsx).',
);

/** Why a workbook is not opened, by what its own directory says. */
export const ZIP_FAULTS: Readonly<Partial<Record<AttachmentProblem, Fault>>> = {
  active_content: fault(
    'workbook_macros',
    'The workbook holds macros.',
    'Save it as an Excel workbook (.xlsx), which has none.',
  ),
  zip_encrypted: fault('workbook_locked', 'The workbook has a password.', 'Save it without a password.'),
  zip_bomb: fault(
    'workbook_too_large',
    'The workbook is too large when it is unpacked.',
    'Split it, or save it as CSV UTF-8.',
  ),
};

export function sheetFault(none: NoSheet): Fault {
  if ('several' in none)
    return fault(
      'sheet_ambiguous',
      `Sheets ${none.several.join(' and ')} of the workbook hold such a table.`,
      'State the sheet by its name or number, or send each sheet as a file of its own.',
    );
  return SHEET_FAULTS[none.wrong];
}

const SHEET_FAULTS = {
  no_such_sheet: fault(
    'sheet_missing',
    'The workbook has no sheet of the stated name.',
    'Name one of its sheets, or its number, 1 for the first.',
  ),
  no_table: fault(
    'no_heading',
    'No sheet of the workbook that is shown has headings that are known.',
    'Send a line with the names of the columns above the rows, or state the sheet.',
  ),
  empty: NO_ROW,
} as const;
