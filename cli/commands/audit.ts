import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError } from 'commander';
import { installationPublicKey, publicKeyOf } from '../../adapters/keys/keys.ts';
import { exportAudit } from '../../adapters/store/audit-export.ts';
import { type AuditReport, verifyAudit } from '../../adapters/store/audit-verify.ts';
import { openStore, type Tx, transact } from '../../adapters/store/pool.ts';
import type { NamedRow } from '../../adapters/store/proof-verify.ts';
import { openVault } from '../../adapters/store/vault.ts';
import { type Anchor, anchorsIn, anchorText } from '../../domain/anchors.ts';
import type { TrustRoot } from '../../domain/gate/authority-log.ts';
import { instant, wholeNumber } from '../arguments.ts';
import type { SampleOptions } from '../audit/sample.ts';
import { witnessAnchors } from '../audit/witness-anchors.ts';
import { findCase } from '../cases/find-case.ts';
import { CliFailure, EXIT, usage } from '../failure.ts';
import { readInput } from '../input.ts';
import { outputFailure } from '../output-file.ts';
import { inSession, type Session } from '../session.ts';
import { table } from '../table.ts';

export function audit(): Command {
  const group = new Command('audit').description(
    'the audit trail: prove that nothing was changed, export it',
  );
  group
    .command('verify')
    .description(
      'recompute every chain, prove every decision by its signature; exit 3 when something was changed, removed or forged',
    )
    .option('--case <case>', "only this case's chain, or the chain of this name (authority, letter:ID)")
    .option('--anchor <number:hash>', 'a checkpoint noted elsewhere that must still be there', anchor)
    .option(
      '--witness [file]',
      'compare with what a witness holds (default: the file of QUARTERDECK_WITNESS)',
    )
    .option(
      '--key <file>',
      "your copy of the installation's public key (default: the one in QUARTERDECK_KEYS)",
    )
    .addHelpText('after', '\nExamples:\n  $ quarterdeck audit verify\n  $ quarterdeck audit verify --witness')
    .action(inSession(verify));
  group
    .command('export')
    .description('print the trail as JSON Lines for a SIEM; with --json as one array')
    .option('--case <case>', "only this case's entries, or those of this chain (authority, letter:ID)")
    .option('--since <instant>', 'only entries from then on', instant)
    .option('--out <file>', 'write to a file instead of standard output')
    .addHelpText(
      'after',
      '\nExample:\n  $ quarterdeck audit export --since 2026-11-01T00:00:00Z --out audit.jsonl',
    )
    .action(inSession(exportTrail));
  group
    .command('sample')
    .description('draw decisions of a period for an auditor: one folder for each, with all that it rests on')
    .requiredOption('--period <period>', '2026, 2026-Q3, 2026-10 or 2026-10-05..2026-10-09, in UTC')
    .requiredOption('--seed <text>', 'the same seed draws the same sample')
    .option('--n <number>', 'how many', wholeNumber, 25)
    .option('--out <folder>', 'where to write it (default: audit-sample-PERIOD-SEED)')
    .addHelpText('after', '\nExample:\n  $ quarterdeck audit sample --n 25 --seed 4711 --period 2026-Q3')
    .action(
      inSession(async (session, options: SampleOptions) =>
        (await import('../audit/sample.ts')).auditSample(session, options),
      ),
    );
  group
    .command('duties')
    .description('segregation of duties in the decisions of a period; exit 3 when two met in one person')
    .requiredOption('--period <period>', '2026, 2026-Q3, 2026-10 or 2026-10-05..2026-10-09, in UTC')
    .addHelpText('after', '\nExample:\n  $ quarterdeck audit duties --period 2026-Q3')
    .action(
      inSession(async (session, options: { period: string }) =>
        (await import('../audit/duties.ts')).auditDuties(session, options),
      ),
    );
  return group;
}

interface VerifyOptions {
  case?: string;
  anchor?: Anchor[];
  witness?: string | true;
  key?: string;
}

async function verify(session: Session, options: VerifyOptions): Promise<void> {
  const only = await chainNamed(session, options.case);
  const root = await rootFor(session, options.key);
  const witnessed = options.witness === undefined ? [] : await witnessAnchors(options.witness);
  const anchors = [...(options.anchor ?? []), ...witnessed];
  const { QUARTERDECK_MASTER_KEY: masterKey } = session.env;
  const vault = masterKey ? { vault: openVault(masterKey) } : {};
  const report = await asAuditor(session, (tx) =>
    verifyAudit(tx, { ...(only && { case: only }), ...(root && { root }), ...vault, anchors }),
  );
  const { terminal } = session;
  const newest = witnessed.reduce((number, one) => Math.max(number, one.number), 0);
  const witness = options.witness === undefined ? null : { checkpoints: witnessed.length, newest };
  terminal.data({ ...report, installationKey: root?.kid ?? null, witness });
  const { cases, rows, checkpoints, last, problems } = report;
  const what = `${rows} rows of ${cases} cases and ${checkpoints} checkpoints`;
  tellProofs(session, report);
  if (root === undefined) {
    terminal.note("The installation's key was taken from the database that it shall prove: name your copy.");
    terminal.note('  quarterdeck audit verify --key installation.pub');
  }
  if (!masterKey)
    terminal.note(
      'What came in was not checked for rows that somebody put in: that takes QUARTERDECK_MASTER_KEY.',
    );
  if (witness) tellWitness(session, newest, last?.number ?? 0);
  if (problems.length === 0) {
    terminal.say(terminal.paint('green', `Nothing was changed: ${what}.`));
    if (last) terminal.say(`Note this elsewhere, and verify against it later: --anchor ${anchorText(last)}`);
    return;
  }
  if (!terminal.json) {
    const found = table(
      problems,
      [
        { head: 'CASE', value: (one) => one.case ?? 'checkpoint' },
        { head: 'WHAT', value: (one) => one.kind },
        { head: 'FOUND', value: (one) => one.message, least: 20, lines: 9 },
      ],
      terminal.width,
    );
    terminal.say(found);
  }
  throw new CliFailure({
    exit: EXIT.refused,
    code: 'audit_broken',
    title: `The audit trail is not as it was written: ${problems.length} problems in ${what}.`,
    fix: 'Keep the database as it is and compare it with your export: quarterdeck audit export.',
  });
}

function tellWitness({ terminal }: Session, newest: number, last: number): void {
  const since = Math.max(last - newest, 0);
  const rest = since === 0 ? 'there is none since' : `${since} since are not noted yet`;
  terminal.say(`The witness holds checkpoint ${newest}; ${rest}.`);
}

/** Names of each kind that are shown; --json has all of them. */
const SHOWN = 10;

function tellProofs({ terminal }: Session, { proved, unsigned, before, doubtful }: AuditReport): void {
  terminal.say(`Signed by a person and proved: ${proved}.`);
  const groups: [string, NamedRow[]][] = [
    ['Not signed, as development allows', unsigned],
    ['Not provable, made before tokens were kept', before],
    ['To be looked at', doubtful],
  ];
  for (const [head, rows] of groups) {
    if (rows.length === 0) continue;
    terminal.say(`${head}: ${rows.length}.`);
    for (const { case: id, seq, message } of rows.slice(0, SHOWN))
      terminal.say(`  ${seq === null ? id : `${id}, row ${seq}`}: ${message}`);
    if (rows.length > SHOWN) terminal.say('  … all of them: --json');
  }
}

/** The installation's public key from a file, or from QUARTERDECK_KEYS; undefined: the database is all there is. */
async function rootFor(session: Session, file: string | undefined): Promise<TrustRoot | undefined> {
  try {
    if (file !== undefined) return publicKeyOf((await readInput(file)).toString('utf8').trim(), file);
    const folder = session.env.QUARTERDECK_KEYS;
    return folder === undefined ? undefined : installationPublicKey(folder);
  } catch (error) {
    if (error instanceof CliFailure) throw error;
    throw usage(`${(error as Error).message}.`, 'Name the public key that you keep: --key FILE.', 'key');
  }
}

async function exportTrail(
  session: Session,
  options: { case?: string; since?: string; out?: string },
): Promise<void> {
  const only = await chainNamed(session, options.case);
  const { json } = session.terminal;
  const filter = { ...(only && { case: only }), ...(options.since && { since: options.since }) };
  let lines = 0;
  async function* text(tx: Tx) {
    if (json) yield '[';
    for await (const line of exportAudit(tx, filter)) {
      yield json ? `${lines === 0 ? '\n' : ',\n'}${line}` : `${line}\n`;
      lines += 1;
    }
    if (json) yield '\n]\n';
  }
  await asAuditor(session, async (tx) => {
    if (options.out === undefined) return pipeline(text(tx), process.stdout, { end: false });
    try {
      await pipeline(text(tx), createWriteStream(options.out, { mode: 0o600 }));
    } catch (error) {
      throw outputFailure(error, options.out, 'out');
    }
  });
  if (options.out !== undefined) session.terminal.note(`${lines} lines in ${options.out}.`);
}

/** A chain by its exact name: letters, the rollout and the authority have some, too. Else the case that is meant. */
async function chainNamed(session: Session, said: string | undefined): Promise<string | undefined> {
  if (said === undefined) return undefined;
  return session.db(async (tx) => {
    const { rowCount } = await tx.query('select from audit_heads where case_id = $1', [said]);
    return rowCount === 0 ? (await findCase(tx, said)).case : said;
  });
}

/** On the auditor's own connection where one is configured: it can read everything and change nothing. */
async function asAuditor<T>(session: Session, work: (tx: Tx) => Promise<T>): Promise<T> {
  const url = session.env.DATABASE_AUDITOR_URL;
  if (!url) return transact(session.store(), work);
  const store = openStore({ url, max: 1 });
  try {
    return await transact(store, work);
  } finally {
    await store.close();
  }
}

function anchor(text: string, before: Anchor[] = []): Anchor[] {
  const found = anchorsIn(text);
  if (found.length !== 1) throw new InvalidArgumentError('Write NUMBER:HASH as `audit verify` printed it.');
  return [...before, ...found];
}
