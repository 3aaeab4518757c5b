import type { Client } from '@temporalio/client';
import type { SigningKey } from '../adapters/keys/keys.ts';
import { signReceipt } from '../adapters/keys/receipts.ts';
import { verifyToken } from '../adapters/keys/sign.ts';
import { type Ports, writesOf } from '../adapters/ports/index.ts';
import { openAuthority } from '../adapters/store/authority-log.ts';
import type { Draw } from '../adapters/store/draw.ts';
import type { Store } from '../adapters/store/pool.ts';
import type { Vault } from '../adapters/store/vault.ts';
import type { Witness } from '../adapters/witness/witness.ts';
import type { TicketPolicy } from '../contracts/policy-tickets.ts';
import type { DatedRate } from '../domain/exchange-rate.ts';
import type { VersionedModel } from '../domain/match/model.ts';
import type { FormatOf } from '../domain/reading/source-format.ts';
import type { RetentionDays } from '../domain/retention.ts';
import type { RolloutRules } from '../domain/rollout.ts';
import { batchActivities } from './batch/batch.ts';
import { caseFacts } from './case-facts.ts';
import { sendNothingForeign } from './deal/foreign-content.ts';
import { createGateActivities } from './gate/gate.ts';
import type { GateDeps, GatePolicy } from './gate/gate-deps.ts';
import { staffActivities } from './gate/staff-notices.ts';
import { intakeActivities } from './intake/intake.ts';
import { afterRollbackActivities } from './kit/after-rollback.ts';
import { auditActivities } from './kit/audit.ts';
import { type ActivityMap, mergeActivities } from './kit/merge-activities.ts';
import { retentionActivities } from './kit/retention.ts';
import { periodActivities } from './kit/start-period-case.ts';
import { submissionActivities } from './kit/submissions.ts';
import { sealedImages } from './ledger/effect-image.ts';
import { payloadOpener, type RenderNotice } from './ledger/effect-payload.ts';
import { effectActivities } from './ledger/effects.ts';
import { rollbackActivities } from './ledger/rollback.ts';
import { lifecycleActivities, lifecycleParts } from './lifecycles.ts';
import { matchMirrorActivities } from './match/match-mirror.ts';
import { rolloutActivities } from './rollout/rollout.ts';
import { ticketActivities } from './tickets/tickets.ts';

export interface ActivityDeps {
  store: Store;
  ports: Ports;
  vault: Vault;
  client: Client;
  taskQueue: string;
  policy: () => GatePolicy;
  /** policy/rollout.yaml */
  rules: () => RolloutRules;
  /** Which cases are decided blind. */
  draw: Draw;
  /** policy/retention.yaml */
  retention: RetentionDays;
  rates: () => readonly DatedRate[];
  /** policy/match.yaml */
  matchModel: VersionedModel;
  /** policy/tickets.yaml */
  ticketPolicy: () => TicketPolicy;
  render: RenderNotice;
  /** Most model tokens a day; null: no limit. */
  tokensPerDay: number | null;
  installationKey: SigningKey;
  /** Where checkpoints are noted outside the database. */
  witnesses: readonly Witness[];
  now: () => Date;
  formatOf: FormatOf;
  /** Mail servers whose word on a sender is believed; absent: none is. */
  mailServers?: readonly string[];
}

/** What a gate needs, also outside a workflow: changing a rollout is a decision like any other. */
export function gateDeps(deps: Pick<ActivityDeps, 'store' | 'policy' | 'installationKey' | 'now'>): GateDeps {
  const { store, policy, installationKey, now } = deps;
  return {
    store,
    now,
    policy,
    authority: openAuthority(installationKey),
    facts: (tx, caseId) => caseFacts(tx, installationKey, caseId),
    verifyToken,
    signReceipt: (body) => signReceipt(installationKey, body),
  };
}

/**
 * Every activity of every lifecycle, closed over what it needs; workflows see only the types.
 * @throws Error when two activities have the same name
 */
export function createActivities(deps: ActivityDeps): ActivityMap {
  const { store, ports, now } = deps;
  const parts = lifecycleParts(deps);
  const writes = writesOf(ports);
  const notice = writes['notify.send'];
  const effects = {
    store,
    writes: notice ? { ...writes, 'notify.send': sendNothingForeign(notice, deps) } : writes,
    open: payloadOpener(deps),
    images: sealedImages(deps),
    now,
  };
  return mergeActivities(
    ...lifecycleActivities(parts),
    afterRollbackActivities(deps, parts),
    effectActivities(effects),
    rollbackActivities(effects),
    batchActivities(deps, parts),
    rolloutActivities(deps),
    intakeActivities(deps),
    matchMirrorActivities(deps),
    retentionActivities(deps),
    submissionActivities(deps),
    periodActivities(deps),
    ticketActivities(deps),
    auditActivities(deps),
    createGateActivities(gateDeps(deps)),
    staffActivities(deps),
  );
}
