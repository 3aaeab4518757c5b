import { basename } from 'node:path';
import { Command, Option } from 'commander';
import type { FileEntry } from '../../adapters/intake/file-entries.ts';
import { FILE_ENDINGS, type FileEnding, type FileForm } from '../../adapters/intake/file-forms.ts';
import type { PartOrigin } from '../../adapters/intake/receive-part.ts';
import type { Received } from '../../adapters/intake/received.ts';
import { LIFECYCLE_NAMES, type Lifecycle } from '../../domain/lifecycles.ts';
import { actingPerson } from '../actor.ts';
import { CliFailure, EXIT, usage } from '../failure.ts';
import { readInput } from '../input.ts';
import { lifecycleOption } from '../lifecycle-option.ts';
import { pagesOf } from '../lifecycles.ts';
import { inSession, type Session } from '../session.ts';
import { inputForm } from './input-form.ts';
import { RECEIVED_COLUMNS, type ReceivedRow, receivedRow } from './received-text.ts';
import { type StatedOptions, statedFile, statedFormat, withStatedOptions, wrongOf } from './stated-format.ts';
import { waitForIntake } from './wait-for-intake.ts';

const MOST_BYTES = 10 * 1024 * 1024;

export function casesSubmit(): Command {
  return withStatedOptions(new Command('submit'))
    .description('submit what a file holds: JSON, CSV, a workbook, e-mail, text or PDF')
    .argument('<file>', 'a .json, .ndjson, .csv, .xlsx, .ods, .eml, .txt or .pdf file; - is standard input')
    .addOption(lifecycleOption())
    .addOption(
      new Option('--form <form>', 'what it holds, where its name does not say').choices(FILE_ENDINGS),
    )
    .option('--partner <id>', 'the partner it is from, where the document names none')
    .option('--check', 'say what would happen, and submit nothing')
    .option('--wait', 'until what has to be read first is read, and say what became of it')
    .addHelpText(
      'after',
      `
Examples:
  $ quarterdeck cases submit registrations.csv
  $ quarterdeck cases submit export.xlsx --sheet Registrierungen --check
  $ quarterdeck cases submit export.csv --numbers 1.234,56 --dates dmy
  $ quarterdeck cases submit form.pdf --partner 7001 --check
  $ quarterdeck cases submit mail.eml --wait
  $ cat deal.json | quarterdeck cases submit - --json`,
    )
    .action(inSession(submit));
}

type PartFrom = Omit<PartOrigin, 'source' | 'form'>;

interface Options extends StatedOptions {
  lifecycle: Lifecycle;
  form?: FileEnding;
  partner?: string;
  check?: true;
  wait?: true;
}

/** A document is read in seconds, unless its sender's record cannot be had. */
const WAIT_MS = 10 * 60_000;

async function submit(session: Session, path: string, options: Options): Promise<void> {
  const body = await readInput(path);
  if (body.length > MOST_BYTES) throw usage(`${path} is larger than 10 MB.`, 'Split it.', 'file');
  if (body.length === 0) throw usage(`${path} is empty.`, 'Write what you submit into it.', 'file');
  const { lifecycle } = options;
  const by = (await actingPerson(session))?.id;
  const from = {
    ...{ lifecycle, eventId: 'content', file: path === '-' ? null : basename(path) },
    ...(by === undefined ? {} : { by }),
    ...(options.partner === undefined ? {} : { partnerId: options.partner }),
  };
  if (/\.zip$/i.test(path)) return submitArchive(session, path, body, from, options);
  const { form, source } = inputForm(path, options.form, body);
  const input = { ...from, source, ...statedFile(form, body, options) };
  if (options.check) {
    const { check } = await pagesOf(lifecycle);
    if (check) return check(session, input);
    throw usage(
      `A ${LIFECYCLE_NAMES[lifecycle].title} cannot be checked before it is submitted.`,
      'Leave --check out.',
      'check',
    );
  }
  // Loaded here: it brings every parser, which no other command needs.
  const { openIntake, receive } = await import('../intake.ts');
  const received = await receive(await openIntake(session), input);
  showReceived(session, options.wait ? await waitForIntake(session, received, WAIT_MS) : received);
}

/** Each file of an archive, as if it had been submitted alone. @throws CliFailure usage when one of them is not read, or to check it */
async function submitArchive(
  session: Session,
  path: string,
  body: Buffer,
  from: PartFrom,
  options: Options,
): Promise<void> {
  if (options.form)
    throw usage('What the files of an archive hold is told by their names.', 'Leave --form out.', 'form');
  if (options.check) throw usage('An archive is not checked.', 'Unpack it, and check its files.', 'check');
  const { fileEntries, openIntake, receive } = await import('../intake.ts');
  const entries = await fileEntries(basename(path), body, options.lifecycle);
  const wrong = entries.find((one) => 'fault' in one);
  if (wrong && 'fault' in wrong) throw usage(`${wrong.file}: ${wrong.fault.title}`, wrong.fault.fix, 'file');
  const files = stated(
    entries.filter((one): one is ReadEntry => 'form' in one),
    options,
  );
  const intake = await openIntake(session);
  const received: Received[] = [];
  for (const file of files) received.push(...(await receive(intake, { ...from, ...file })));
  showReceived(session, options.wait ? await waitForIntake(session, received, WAIT_MS) : received);
}

type ReadEntry = Extract<FileEntry, FileForm>;

/** What is stated holds for the tables of an archive. @throws CliFailure usage where it can hold for none of its files */
function stated(entries: readonly ReadEntry[], options: Options): ReadEntry[] {
  const said = statedFormat(options);
  if (Object.keys(said).length === 0) return [...entries];
  const wrong = entries.map(({ form }) => wrongOf(form, said));
  const [first] = wrong;
  if (first && wrong.every((one) => one !== null)) throw usage(...first);
  return entries.map((entry, at) =>
    wrong[at] ? entry : { ...entry, ...statedFile(entry.form, entry.body, options) },
  );
}

/** Lists what became of each part. @throws CliFailure usage when every part was rejected. */
export function showReceived(session: Session, received: readonly Received[]): void {
  const rows = received.map(receivedRow);
  const { terminal } = session;
  terminal.list(rows, RECEIVED_COLUMNS, 'Nothing in it is to be submitted.');
  if (rows.some((row) => row.state === 'reading'))
    terminal.note(
      'A worker reads it first. To wait for what becomes of it, submit the same file with --wait.',
    );
  for (const note of new Set(rows.flatMap((row) => row.notes))) terminal.note(note);
  const rejected = rows.filter((row) => row.state === 'rejected');
  for (const row of rejected) terminal.note(fixOf(row));
  const [first] = rejected;
  if (!first?.problem || rejected.length < rows.length) return;
  throw new CliFailure({
    exit: EXIT.usage,
    code: first.problem.code,
    title: rows.length === 1 ? 'It was rejected.' : `All ${rows.length} were rejected.`,
    fix: 'Each is kept as a dead letter: correct the file and submit it again, or quarterdeck cases retry ID.',
    ...(first.problem.field && { field: first.problem.field }),
  });
}

function fixOf(row: ReceivedRow): string {
  return `${row.part}: ${row.problem?.title} ${row.problem?.fix}`;
}
