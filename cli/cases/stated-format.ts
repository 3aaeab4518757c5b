import { type Command, Option } from 'commander';
import { type IntakeForm, STATED_FILE, WORKBOOK } from '../../adapters/intake/parse.ts';
import { isTableForm, restatedFile, type StatedFormat } from '../../adapters/intake/stated-file.ts';
import { isCurrency } from '../../domain/iso-4217.ts';
import { numberReadings } from '../../domain/reading/number-format.ts';
import { plainText } from '../../domain/reading/plain.ts';
import { isEncoding } from '../../domain/tables/decode.ts';
import { usage } from '../failure.ts';

const DATE_ORDERS = ['dmy', 'mdy'] as const;

/** What can be stated of one file on the command line. */
export interface StatedOptions {
  /** A number as the file writes it, with decimals. */
  numbers?: string;
  dates?: (typeof DATE_ORDERS)[number];
  currency?: string;
  encoding?: string;
  sheet?: string;
}

/** A command that takes in a file of which these things can be stated. */
export function withStatedOptions(command: Command): Command {
  return command
    .option('--numbers <example>', 'how the file writes its numbers: 1.234,56 or 1,234.56')
    .addOption(new Option('--dates <order>', 'how it writes its dates').choices(DATE_ORDERS))
    .option('--currency <code>', 'currency of its amounts where it names none')
    .option('--encoding <name>', 'its encoding where the bytes leave it open: windows-1252, shift_jis …')
    .option('--sheet <name>', 'the sheet of a workbook, by its name or number');
}

/**
 * The file with what is stated of it.
 * @throws CliFailure usage for a statement that says nothing, and for one that cannot hold for such a file
 */
export function statedFile(
  form: IntakeForm,
  body: Buffer,
  options: StatedOptions,
): { form: IntakeForm; body: Buffer } {
  const stated = statedFormat(options);
  if (Object.keys(stated).length === 0) return { form, body };
  const wrong = wrongOf(form, stated);
  if (wrong) throw usage(...wrong);
  return restatedFile(form, body, stated) ?? { form, body };
}

/** Why what is stated cannot hold for an input of this form, its repair, and the option; null where it can. */
export function wrongOf(form: string | null, stated: StatedFormat): [string, string, string] | null {
  if (!isTableForm(form))
    return [
      'Only of a table can its numbers, dates, currency, encoding and sheet be stated.',
      'Leave them out.',
      'form',
    ];
  if (stated.sheet !== undefined && form !== WORKBOOK && form !== STATED_FILE)
    return ['Only a workbook has sheets.', 'Leave --sheet out.', 'sheet'];
  if (stated.encoding !== undefined && form !== 'text/csv' && form !== STATED_FILE)
    return ['Only of a CSV can its encoding be stated.', 'Leave --encoding out.', 'encoding'];
  return null;
}

export function statedFormat({ numbers, dates, currency, encoding, sheet }: StatedOptions): StatedFormat {
  return {
    ...(numbers !== undefined && { number: numberFormat(numbers) }),
    ...(dates !== undefined && {
      dates: dates === 'dmy' ? ('day_first' as const) : ('month_first' as const),
    }),
    ...(currency !== undefined && { currency: currencyCode(currency) }),
    ...(encoding !== undefined && { encoding: knownEncoding(encoding) }),
    ...(sheet !== undefined && { sheet }),
  };
}

/** A number that can be read in one way shows the mark before decimals; so does the mark alone. */
function numberFormat(example: string): NonNullable<StatedFormat['number']> {
  const text = plainText(example.trim());
  if (text === '.' || text === ',') return { mark: text, places: 0 };
  const { '.': point, ',': comma } = numberReadings(text);
  if ((point === null) === (comma === null))
    throw usage(
      `${example} does not tell which mark stands before decimals.`,
      'Write it as 1.234,56 or as 1,234.56.',
      'numbers',
    );
  return { mark: point === null ? ',' : '.', places: 0 };
}

function currencyCode(currency: string): string {
  const code = currency.toUpperCase();
  if (isCurrency(code)) return code;
  throw usage(`${currency} is no active ISO 4217 code.`, 'Write a code such as EUR.', 'currency');
}

function knownEncoding(encoding: string): string {
  if (isEncoding(encoding)) return encoding;
  throw usage(
    `${encoding} is no encoding that is known.`,
    'Name it as in windows-1252, windows-1250, macintosh or shift_jis.',
    'encoding',
  );
}
