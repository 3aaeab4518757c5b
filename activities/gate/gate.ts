import { appendAudit } from '../../adapters/store/audit.ts';
import { type Authority, loadAuthority } from '../../adapters/store/authority.ts';
import { sha256 } from '../../adapters/store/hash.ts';
import { type Tx, transact } from '../../adapters/store/pool.ts';
import { once } from '../../adapters/store/steps.ts';
import { rolesThatDecide } from '../../domain/gate/authority.ts';
import { nextDaily, type Tick } from '../../domain/gate/clock.ts';
import { closed, factsOf, type Gate, type GateOutcome, type Question } from '../../domain/gate/gate.ts';
import { calendarOfGate, pauseForPartner, startClock, usedUntil } from './gate-clock.ts';
import type { GateDeps, GateStep, OfGate } from './gate-deps.ts';
import { pickAssignee, pickOps } from './gate-people.ts';
import { clearProblems, raiseProblem, writeGate } from './gate-row.ts';
import { type Sieved, type SignalsToSieve, sieve } from './sieve-decisions.ts';
import { type DecisionToVerify, type Verified, verify } from './verify-decision.ts';

export type GateActivities = ReturnType<typeof createGateActivities>;

/**
 * What a gate does in the world. Each step is one transaction with its audit row, taken once however often it is retried.
 * @throws Error when the case has no row; VendorFault `unavailable` when Postgres is away
 */
export function createGateActivities(deps: GateDeps) {
  /** What was asked is part of the name: the answer to one question is never that to another. */
  const step = async <T>(of: GateStep, asked: unknown, take: (tx: Tx) => Promise<T>) => {
    const at = deps.now().toISOString();
    const named = { case: of.case, step: sha256(JSON.stringify([of.step, asked])), at };
    return (await transact(deps.store, (tx) => once(tx, named, () => take(tx)))).answer;
  };
  return {
    /** Asks people: picks who, starts the clock; after an amendment it goes on with what was left. */
    openGate: (asked: GateStep & { question: Question; previous: Gate | null }): Promise<Gate> =>
      step(asked, asked.question, (tx) => openGate(tx, deps, asked)),

    /** Verifies, audits and takes or refuses one decision. */
    verifyDecision: (asked: DecisionToVerify): Promise<Verified> =>
      step(asked, { request: asked.request, malformed: asked.malformed ?? null }, (tx) =>
        verify(tx, deps, asked),
      ),

    /** Of many signals at once, those that have to be verified one by one. */
    sieveDecisions: (asked: SignalsToSieve): Promise<Sieved> =>
      step(
        asked,
        asked.attempts.map(({ id }) => id),
        (tx) => sieve(tx, deps, asked),
      ),

    /** Ends a gate that no person decided. */
    closeGate: (asked: OfGate & { outcome: GateOutcome }): Promise<Gate> =>
      step(asked, { round: asked.gate.round, outcome: asked.outcome }, async (tx) => {
        const at = deps.now().toISOString();
        const gate = closed(asked.gate, asked.outcome, at);
        await writeGate(tx, asked.case, gate);
        await clearProblems(tx, asked.case, ['sla_expired', 'staff_unreached']);
        const references = { round: gate.round, outcome: asked.outcome, evidenceHash: gate.evidenceHash };
        await appendAudit(tx, asked.case, { at, actor: 'system', action: 'gate.closed', ...references });
        return gate;
      }),

    /** A reminder or an escalation is due: records it; answers whom it concerns, and the tick that follows, if any. */
    gateTick: (asked: OfGate & { tick: Tick }): Promise<{ next: Tick | null; to: string | null }> =>
      step(asked, { round: asked.gate.round, tick: asked.tick }, (tx) => tick(tx, deps, asked)),
  };
}

async function openGate(
  tx: Tx,
  deps: GateDeps,
  { case: id, question, previous }: GateStep & { question: Question; previous: Gate | null },
): Promise<Gate> {
  const now = deps.now().toISOString();
  const policy = deps.policy();
  const authority = await loadAuthority(tx);
  const again = previous?.closed?.outcome === 'amended' && previous.kind === question.kind ? previous : null;
  const facts = factsOf(await deps.facts(tx, id), question);
  const { assignee, rule, clock } = await pickAssignee(tx, facts, authority, policy, now);
  const used = again ? usedUntil(again, again.closed?.at ?? now, authority, policy) : 0;
  const { partnerQuestions, ...stated } = question;
  const asked = { ...stated, clocks: clock === null ? stated.clocks : [...stated.clocks, clock] };
  const open: Gate = {
    ...asked,
    facts,
    round: (previous?.round ?? 0) + 1,
    roles: rolesThatDecide(facts, policy.authority),
    assignee,
    openedAt: again?.openedAt ?? now,
    clock: startClock({ ...asked, facts, assignee }, used, now, authority, policy),
    announced: true,
    partner: null,
    approvals: [],
    edits: null,
    closed: null,
    decided: null,
  };
  const gate =
    partnerQuestions.length > 0
      ? pauseForPartner(open, partnerQuestions, null, now, authority, policy)
      : open;
  await writeGate(tx, id, gate);
  const { kind, round, evidenceHash } = gate;
  const references = {
    kind,
    round,
    evidenceHash,
    assignee,
    dueAt: gate.clock.dueAt,
    paused: gate.partner !== null,
    ...(rule === null ? {} : { routed: rule }),
  };
  await appendAudit(tx, id, { at: now, actor: 'system', action: 'gate.opened', ...references });
  return gate;
}

async function tick(
  tx: Tx,
  deps: GateDeps,
  { case: id, gate, tick: due }: OfGate & { tick: Tick },
): Promise<{ next: Tick | null; to: string | null }> {
  const authority = await loadAuthority(tx);
  const to = await concerned(tx, gate, due, authority);
  if (due.kind === 'sla_expired') await raiseProblem(tx, id, 'sla_expired');
  const at = deps.now().toISOString();
  await appendAudit(tx, id, { at, actor: 'system', action: `gate.${due.kind}`, round: gate.round, to });
  const daily = due.kind === 'sla_expired' || due.kind === 'escalate_daily';
  return { next: daily ? nextDaily(due, calendarOfGate(gate, authority, deps.policy())) : null, to };
}

/** Who hears of a tick; the partner is told by the lifecycle. */
async function concerned(tx: Tx, gate: Gate, due: Tick, authority: Authority): Promise<string | null> {
  const manager = authority.people[gate.assignee ?? '']?.manager ?? null;
  const ops = async () => (await pickOps(tx, gate.facts, authority, gate.assignee))?.id ?? null;
  switch (due.kind) {
    case 'remind':
      return gate.assignee ?? (await ops());
    case 'escalate':
      return manager ?? (await ops());
    case 'escalate_ops':
    case 'sla_expired':
    case 'escalate_daily':
      return ops();
    case 'remind_partner':
    case 'partner_silent':
      return null;
  }
}
