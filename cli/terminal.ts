import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import { usage } from './failure.ts';
import { type Column, table } from './table.ts';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** What a command says and asks. Answers go to standard output, everything about them to standard error. */
export interface Terminal {
  readonly json: boolean;
  /** Columns to print in; 80 where it is not a terminal. */
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

const USUAL_WIDTH = 80;

export function openTerminal(json: boolean): Terminal {
  const out = (text: string) => process.stdout.write(`${text}\n`);
  const width = process.stdout.isTTY ? process.stdout.columns || USUAL_WIDTH : USUAL_WIDTH;
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
      try {
        return (await reader.question(question)).trim();
      } finally {
        reader.close();
      }
    },
  };
}
