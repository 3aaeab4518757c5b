import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { caseFacts } from '../../activities/case-facts.ts';
import { type AuditRecord, auditOf } from '../../adapters/store/audit.ts';
import { readAuthorityHistory } from '../../adapters/store/authority-log.ts';
import { getCase } from '../../adapters/store/cases.ts';
import { decisionsTaken } from '../../adapters/store/decisions-taken.ts';
import { evidenceOf, getEvidence } from '../../adapters/store/evidence.ts';
import { sha256 } from '../../adapters/store/hash.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import { statement } from '../../adapters/store/statement.ts';
import { sheetLine } from '../../adapters/tables/sheet-line.ts';
import { drawSample, SAMPLE_METHOD } from '../../domain/audit-sample.ts';
import type { DecisionAction } from '../../domain/decision.ts';
import { authorise, type CaseFacts } from '../../domain/gate/authority.ts';
import {
  type AuthorityState,
  openDelegationsOf,
  stateOfVersion,
  type TrustRoot,
} from '../../domain/gate/authority-log.ts';
import { factsOf, type GateKind } from '../../domain/gate/gate.ts';
import { parsePeriod } from '../../domain/period.ts';
import { trustRoot } from '../authority.ts';
import { CliFailure, notFound, usage } from '../failure.ts';
import { outputProblem } from '../output-file.ts';
import type { Session } from '../session.ts';

export interface SampleOptions {
  n: number;
  seed: string;
  period: string;
  out?: string;
}

/**
 * Draws decisions of a period and writes, for an auditor: the population, how it was drawn, and one folder for each item with everything
 * that the decision rests on.
 */
export async function auditSample(session: Session, options: SampleOptions): Promise<void> {
  const { n, seed, period: said } = options;
  const period = periodOf(said);
  const { population, states } = await session.db(async (tx) => ({
    population: await decisionsTaken(tx, period),
    states: (await readAuthorityHistory(tx, await trustRoot(session, tx))).states,
  }));
  if (population.length === 0)
    throw notFound(`Nobody decided anything in ${said}.`, 'Name another period: --period 2026-Q3');
  const sample = drawSample(population, n, seed, sha256);
  const folder = options.out ?? `audit-sample-${said}-${seed}`.replace(/[^A-Za-z0-9._-]/g, '_');
  const csv = populationCsv(population, sample);
  const summary = {
    ...{ method: SAMPLE_METHOD, seed, period, n: sample.length, population: population.length },
    ...{
      populationSha256: sha256(csv),
      items: sample.map(({ case: id, seq, hash }) => ({ case: id, seq, hash })),
    },
  };
  write(folder, 'population.csv', csv);
  write(folder, 'sample.json', json(summary));
  for (const [index, row] of sample.entries()) {
    const name = `${String(index + 1).padStart(String(n).length, '0')}-${row.case}-${row.seq}`;
    const item = join(folder, name.replace(/[^A-Za-z0-9._~-]/g, '_'));
    for (const [file, value] of Object.entries(await itemFiles(session, row, states)))
      write(item, `${file}.json`, json(value));
  }
  const { terminal } = session;
  terminal.data({ ...summary, folder });
  terminal.say(`${sample.length} of ${population.length} decisions of ${said} in ${folder}.`);
  terminal.say(`Drawn by seed ${seed}; sample.json says how to draw the same again.`);
}

/** What one decision rests on. Sealed values stay sealed. */
async function itemFiles(session: Session, row: AuditRecord, states: readonly AuthorityState[]) {
  const tx = statement(session.store());
  const { entry } = row;
  const kept = async (hash: unknown) =>
    typeof hash === 'string' ? ((await getEvidence(tx, hash)) ?? null) : null;
  const receipts = await evidenceOf(tx, row.case, 'receipt');
  const own = receipts.find(({ body }) => (body.audit as { seq?: number } | null)?.seq === row.seq);
  return {
    audit: row,
    decision: await kept(entry.decisionHash),
    evidence: await kept(entry.evidenceHash),
    proof: await kept(entry.proofHash),
    receipt: own?.body ?? null,
    rerun: await rerunOf(session, tx, row.case, entry.at),
    authority: await couldDecide(tx, await trustRoot(session, tx), row, states),
  };
}

/** The machine's decision that stood when the person decided, computed again. */
async function rerunOf(session: Session, tx: Tx, caseId: string, at: string) {
  const [{ decisionAt, rerunDecision }, { openVault }, { decideAgain }] = await Promise.all([
    import('../../adapters/store/rerun.ts'),
    import('../../adapters/store/vault.ts'),
    import('../../domain/deciders.ts'),
  ]);
  if ((await getCase(tx, caseId))?.blind) return { result: 'decided_blind' };
  const record = await decisionAt(tx, caseId, at);
  if (!record) return { result: 'no_machine_decision' };
  const key = session.env.QUARTERDECK_MASTER_KEY;
  if (!key) return { result: 'not_computed', why: 'QUARTERDECK_MASTER_KEY is not here', record };
  try {
    return await rerunDecision(tx, openVault(key), { case: caseId, record }, decideAgain);
  } catch (error) {
    return { result: 'not_computed', why: error instanceof Error ? error.message : String(error), record };
  }
}

/** Everybody who could have taken this decision under the signed authority of its time, with the case as it stands now. */
async function couldDecide(
  tx: Tx,
  root: TrustRoot,
  { case: id, seq, entry }: AuditRecord,
  states: readonly AuthorityState[],
) {
  const state = stateOfVersion(states, Number(entry.authorityVersion));
  const { people, policy } = state;
  const stored: CaseFacts | null = await caseFacts(tx, root, id).catch(() => null);
  if (policy === null || stored === null)
    return { authorityVersion: entry.authorityVersion ?? null, people: null };
  const kind = await askedBefore(tx, id, seq);
  const facts = kind === null ? stored : factsOf(stored, { kind });
  const context = { policy, people, facts, approvals: [], quorum: 1, now: entry.at };
  const action = entry.decision as DecisionAction;
  const could = Object.keys(people).flatMap((by) => {
    const found = authorise({ by, action, to: by }, { ...context, delegations: openDelegationsOf(state) });
    return 'code' in found ? [] : [{ person: by, ...found }];
  });
  return { authorityVersion: state.version, signedAt: state.at, facts, people: could };
}

/** What kind of question a decision answered; null: none had been asked. */
async function askedBefore(tx: Tx, id: string, decision: number): Promise<GateKind | null> {
  const trail = await auditOf(tx, id);
  const opened = trail.findLast(({ seq, entry }) => seq < decision && entry.action === 'gate.opened');
  return (opened?.entry.kind as GateKind | undefined) ?? null;
}

function populationCsv(population: readonly AuditRecord[], sample: readonly AuditRecord[]): string {
  const place = new Map(sample.map((row, index) => [row, index + 1]));
  const lines = population.map((row) => {
    const { case: id, seq, hash, entry } = row;
    const cells = [id, seq, entry.at, entry.actor, entry.decision, hash, place.get(row) ?? ''];
    return sheetLine(cells.map((cell) => String(cell ?? '')));
  });
  return ['case,seq,at,person,decision,hash,item', ...lines, ''].join('\n');
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function write(folder: string, name: string, text: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  } catch (error) {
    const why = outputProblem(error);
    if (why === null) throw error;
    throw usage(`${join(folder, name)} cannot be written: ${why}.`, 'Name another folder: --out DIR.', 'out');
  }
}

/** @throws CliFailure usage */
export function periodOf(text: string) {
  try {
    return parsePeriod(text);
  } catch (error) {
    if (error instanceof CliFailure) throw error;
    throw usage(`${(error as Error).message}.`, 'See --help for an example.', 'period');
  }
}
