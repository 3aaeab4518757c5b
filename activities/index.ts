import type { Client } from '@temporalio/client';
import type { SigningKey } from '../adapters/keys/keys.ts';
import { signReceipt } from '../adapters/keys/receipts.ts';
import { verifyToken } from '../adapters/keys/sign.ts';
import { type Ports, writesOf } from '../adapters/ports.ts';
import type { Store } from '../adapters/store/pool.ts';
import type { Vault } from '../adapters/store/vault.ts';
import type { DatedRate } from '../domain/exchange-rate.ts';
import type { RetentionDays } from '../domain/retention.ts';
import type { RolloutRules } from '../domain/rollout.ts';
import { auditActivities } from './audit.ts';
import { dealActivities } from './deal.ts';
import type { VersionedModel } from './deal-matches.ts';
import { sealedImages } from './effect-image.ts';
import { openPayload, type RenderNotice } from './effect-payload.ts';
import { effectActivities } from './effects.ts';
import { createGateActivities } from './gate.ts';
import type { GateDeps, GatePolicy } from './gate-deps.ts';
import { tellReviewer } from './gate-notice.ts';
import { matchMirrorActivities } from './match-mirror.ts';
import { retentionActivities } from './retention.ts';
import { rollbackActivities } from './rollback.ts';
import { rolloutActivities } from './rollout.ts';

export interface ActivityDeps {
  store: Store;
  ports: Ports;
  vault: Vault;
  client: Client;
  taskQueue: string;
  policy: () => GatePolicy;
  /** policy/rollout.yaml */
  rules: () => RolloutRules;
  /** policy/retention.yaml */
  retention: RetentionDays;
  rates: () => readonly DatedRate[];
  /** policy/match.yaml */
  matchModel: VersionedModel;
  render: RenderNotice;
  /** Most model tokens a day; null: no limit. */
  tokensPerDay: number | null;
  installationKey: SigningKey;
  now: () => Date;
}

/** What a gate needs, also outside a workflow: changing a rollout is a decision like any other. */
export function gateDeps(
  deps: Pick<ActivityDeps, 'store' | 'ports' | 'policy' | 'installationKey' | 'now'>,
): GateDeps {
  const { store, policy, installationKey, now } = deps;
  return {
    store,
    now,
    policy,
    verifyToken,
    signReceipt: (body) => signReceipt(installationKey, body),
    notify: tellReviewer(deps),
  };
}

/** Every activity of every lifecycle, closed over what it needs; workflows see only the types. */
export function createActivities(deps: ActivityDeps) {
  const { store, ports, installationKey, now } = deps;
  const effects = {
    store,
    writes: writesOf(ports),
    restore: openPayload(deps),
    images: sealedImages(deps),
    now,
  };
  return {
    ...dealActivities(deps),
    ...effectActivities(effects),
    ...rollbackActivities(effects),
    ...rolloutActivities(deps),
    ...matchMirrorActivities(deps),
    ...retentionActivities(deps),
    ...auditActivities({ store, installationKey, now }),
    ...createGateActivities(gateDeps(deps)),
  };
}

export type Activities = ReturnType<typeof createActivities>;
