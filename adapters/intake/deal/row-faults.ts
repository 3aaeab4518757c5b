import type { Fault } from '../../../contracts/problem.ts';

/** A longer file is split by its sender: each row is a registration of its own. */
export const MOST_ROWS = 20_000;
/** Characters of the headings, which stand again in front of every row that is kept. */
export const MOST_HEADING = 10_000;

const fault = (code: string, field: string | null, title: string, fix: string): Fault => ({
  code,
  title,
  field,
  fix,
});

export const TOO_MANY = fault(
  'too_many_rows',
  null,
  `The file has more than ${MOST_ROWS} rows.`,
  'Split it into several files, each with the header line.',
);

export const HEADING_TOO_LONG = fault(
  'header_too_long',
  null,
  `The header line has more than ${MOST_HEADING} characters.`,
  'Send the columns of a registration only.',
);

export const NO_ID = fault(
  'missing_id',
  'deal_id',
  'No column of the file holds the ids of the registrations.',
  'Add a column deal_id with the id that each registration has in your own system.',
);

/** @param headings of the two columns, as they may be shown */
export function columnTwice(field: string, [one, other]: readonly [string, string]): Fault {
  return fault(
    field === 'estimated_value' ? 'amount_ambiguous' : 'field_ambiguous',
    field,
    `The columns ${one} and ${other} can both hold this field, and they differ.`,
    `Call the right one ${field}, or leave the other one out.`,
  );
}

export const NO_CURRENCY = fault(
  'currency_missing',
  'currency',
  'No column of the file names the currency of its amounts.',
  'Add a column currency with codes such as EUR, or state the currency of this source.',
);

export const OTHER_FIELDS = fault(
  'malformed_csv',
  null,
  'The row does not match its header line.',
  'Give every row one field per column and quote texts that hold the separator.',
);

export const CELL_ERROR = fault(
  'cell_error',
  null,
  'The cell holds an error of the spreadsheet, or a formula without its value.',
  'Mend the formula, let the program compute it, and save the file again.',
);

export const ROUNDED_ID = fault(
  'id_rounded',
  null,
  'A spreadsheet has rounded the id.',
  'Format the column as text before the ids are put into it, and export them anew.',
);

export const TWIN = fault(
  'id_twice',
  'deal_id',
  'Several rows of the file have this id and different customers.',
  'Give each registration its own id.',
);

/** Asked once: what settles one row settles all. */
export function leftOpen({ code, title, field }: Fault): Fault {
  const [writes, fix] =
    code === 'date_ambiguous'
      ? ['dates', 'Write the dates as YYYY-MM-DD, or state the order of the dates of this file or source.']
      : [
          'numbers',
          'Write one of the amounts with its decimals, or state the numbers of this file or source.',
        ];
  return { code, title: `No row tells how the file writes its ${writes}. ${title}`, field, fix };
}
