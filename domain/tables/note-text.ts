import type { AsideKind, TableNote } from './table.ts';

const ASIDE: Readonly<Record<AsideKind, string>> = {
  title: 'above the headings',
  total: 'a line of sums',
  note: 'a note',
  heading_again: 'the headings again',
  hidden: 'hidden in the spreadsheet',
};

/** What a note says, as one plain sentence. */
export function noteText(note: TableNote): string {
  switch (note.kind) {
    case 'encoding':
      return encodingText(note);
    case 'sheet': {
      const others = note.others.length > 0 ? ` Not read: ${note.others.join(', ')}.` : '';
      const hidden = note.hidden.length > 0 ? ` Hidden: ${note.hidden.join(', ')}.` : '';
      return `Read from the sheet ${note.read}.${others}${hidden}`;
    }
    case 'aside':
      return `Not read as a record: ${rowsText(note.rows)} (${ASIDE[note.what]}).`;
    case 'hidden_columns':
      return `Hidden columns are read too: ${note.columns.join(', ')}.`;
    case 'lost_letters':
      return `Letters were lost before the file came here: ${rowsText(note.rows)}. Save the original again as UTF-8.`;
  }
}

function encodingText({ encoding, how, row }: Extract<TableNote, { kind: 'encoding' }>): string {
  const where = row === null ? '' : ` See row ${row}.`;
  if (how === 'stated') return `Read as ${encoding}, as stated.${where}`;
  if (how === 'not_as_stated')
    return `Read as ${encoding}, which its bytes prove; another encoding was stated.${where}`;
  if (how === 'headings')
    return `The file is not UTF-8. It was read as ${encoding}, which goes with its headings.${where}`;
  return `The file is not UTF-8. It was read as ${encoding}, the only encoding in which its words are words.${where}`;
}

const MOST_NAMED = 10;

function rowsText(rows: readonly number[]): string {
  const named = rows.slice(0, MOST_NAMED).join(', ');
  const more = rows.length > MOST_NAMED ? ` and ${rows.length - MOST_NAMED} more` : '';
  return `${rows.length === 1 ? 'row' : 'rows'} ${named}${more}`;
}
