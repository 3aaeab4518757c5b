import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import { usage } from './failure.ts';
import { type Column, table } from './table.ts';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** What a command says and asks. Answers go to standard output, everything about them to standard error. */
export interface Terminal {
  readonly json: boolean;
  /** Columns to print in, see printWidth. */
  readonly width: number;
  /** An answer in words; silent under `--json`. */
  say(text?: string): void;
  /** The same answer for programs; silent without `--json`. */
  data(value: unknown): void;
  /** A list: a table for people, an array under `--json`. `empty` is said instead of a table without rows. */
  list<Row>(rows: readonly Row[], columns: readonly Column<Row>[], empty: string): void;
  /** A remark that is not the answer; on standard error. */
  note(text: string): void;
  /** Coloured only on a terminal, and not under NO_COLOR. */
  paint(style: Style, text: string): string;
  /** @throws CliFailure usage where nobody can answer. */
  ask(question: string): Promise<string>;
}

/** Where nothing says how wide the reader's window is. */
const USUAL_WIDTH = 80;
/** A line that is longer is hard to read, and a window that is narrower has to scroll: a case's id is never cut. */
const WIDEST = 200;
const NARROWEST = 40;

/**
 * Columns to print in: the terminal's, else COLUMNS (a pipe into `less` or a script has no width of its own), else 80.
 * @param terminal columns of standard output; undefined where it is no terminal
 */
export function printWidth(terminal: number | undefined, columns: string | undefined): number {
  const said = terminal || (/^[1-9]\d{0,4}$/.test(columns ?? '') ? Number(columns) : USUAL_WIDTH);
  return Math.min(WIDEST, Math.max(NARROWEST, said));
}

export function openTerminal(json: boolean): Terminal {
  const out = (text: string) => process.stdout.write(`${text}\n`);
  const { isTTY, columns } = process.stdout;
  const width = printWidth(isTTY ? columns : undefined, process.env.COLUMNS);
  return {
    json,
    width,
    say: (text = '') => {
      if (!json) out(text);
    },
    data: (value) => {
      if (json) out(JSON.stringify(value, null, 2));
    },
    list(rows, columns, empty) {
      if (json) out(JSON.stringify(rows, null, 2));
      else out(rows.length === 0 ? empty : table(rows, columns, width));
    },
    note: (text) => process.stderr.write(`${text}\n`),
    paint: (style, text) => styleText(style, text, { stream: process.stdout }),
    async ask(question) {
      if (!process.stdin.isTTY) {
        throw usage('This must be confirmed, and nobody is at the terminal.', 'Add --yes --reason "…".');
      }
      const reader = createInterface({ input: process.stdin, output: process.stderr });
      // Ctrl-C rejects the question, and Ctrl-D leaves it open for ever.
      const closed = new Promise<null>((resolve) => reader.once('close', () => resolve(null)));
      const answer = await Promise.race([reader.question(question).catch(() => null), closed]);
      reader.close();
      if (answer !== null) return answer.trim();
      process.stderr.write('\n');
      throw usage('Stopped: nothing was changed.', 'To go on, run it again and answer.');
    },
  };
}
