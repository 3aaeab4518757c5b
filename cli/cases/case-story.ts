import { type AuditRecord, auditOf } from '../../adapters/store/audit.ts';
import { getEvidence } from '../../adapters/store/evidence.ts';
import type { Tx } from '../../adapters/store/pool.ts';
import type { AuditEntry } from '../../domain/audit.ts';
import { reversalId } from '../../domain/identity.ts';

/** One write of a case as it is shown. */
export interface ShownEffect {
  key: string;
  operation: string;
  step: string;
  status: string;
  /** The write that this one takes back. */
  undoes: string | null;
  at: string;
  /** What it is, told apart from the others: `notify.send (under review)`, `undo of prm.updateDeal`. */
  name: string;
}

/** What a person decided, with the words they gave for it. */
export interface SaidDecision {
  /** UTC instant, ISO 8601. */
  at: string;
  by: string;
  delegatedFrom: string | null;
  action: string;
  /** Who took over, of a reassignment. */
  to: string | null;
  round: number;
  /** Null when it was not kept. */
  reason: string | null;
}

/** What happened to a case and what it wrote (the ledger's mark of a rollback is no write), oldest first. */
export interface CaseStory {
  audit: AuditRecord[];
  /** What people decided in it, and on reversing it after its end. */
  decisions: SaidDecision[];
  /** The same instants in one line of time: the case's own entries, and the decisions of its reversal. */
  history: AuditEntry[];
  effects: ShownEffect[];
}

export async function caseStory(tx: Tx, caseId: string): Promise<CaseStory> {
  const audit = await auditOf(tx, caseId);
  const reversal = (await auditOf(tx, reversalId(caseId))).filter(({ entry }) => isDecision(entry));
  const history = [...audit, ...reversal]
    .map(({ entry }) => entry)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return { audit, decisions: await saidAmong(tx, history), history, effects: await effectsOf(tx, caseId) };
}

function isDecision({ action }: AuditEntry): boolean {
  return action === 'decision.accepted' || action === 'decision.refused';
}

async function saidAmong(tx: Tx, entries: readonly AuditEntry[]): Promise<SaidDecision[]> {
  const said: SaidDecision[] = [];
  for (const entry of entries.filter(({ action }) => action === 'decision.accepted')) {
    // By its hash: the same words of the same person are kept once, under the first case that they were said in.
    const kept = await getEvidence(tx, String(entry.decisionHash));
    said.push({
      at: entry.at,
      by: entry.actor,
      delegatedFrom: typeof entry.delegatedFrom === 'string' ? entry.delegatedFrom : null,
      action: String(entry.decision),
      to: typeof kept?.to === 'string' ? kept.to : null,
      round: Number(entry.round),
      reason: typeof kept?.reason === 'string' ? kept.reason : null,
    });
  }
  return said;
}

async function effectsOf(tx: Tx, caseId: string): Promise<ShownEffect[]> {
  const { rows } = await tx.query<Omit<ShownEffect, 'at' | 'name'> & { at: Date }>(
    `select key, operation, step, status, undoes, asked_at as at
      from effects where case_id = $1 and operation <> 'rollback' order by seq`,
    [caseId],
  );
  const effects = rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  return effects.map((effect) => ({ ...effect, name: nameOf(effect, effects) }));
}

type Effect = Omit<ShownEffect, 'name'>;

/** By its operation where that says enough, else with its step; an undo by what it takes back. */
function nameOf(effect: Effect, all: readonly Effect[]): string {
  if (effect.undoes !== null) {
    const original = all.find(({ key }) => key === effect.undoes);
    return `undo of ${original ? nameOf(original, all) : effect.step.replace(/\/undo$/, '')}`;
  }
  const alike = all.filter(({ operation, undoes }) => operation === effect.operation && undoes === null);
  if (alike.length === 1 && !effect.step.startsWith('notice-')) return effect.operation;
  return `${effect.operation} (${effect.step.replace(/^notice-/, '').replaceAll(/[-_]/g, ' ')})`;
}

/** Without the words of people, which may name others. */
export function storyForPartner(story: CaseStory): CaseStory {
  return { ...story, decisions: story.decisions.map((one) => ({ ...one, reason: null })) };
}
