import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ActivityDeps, gateDeps } from '../../../activities/index.ts';
import type { AccountsPort } from '../../../adapters/ports/accounts.ts';
import type { PrmPort } from '../../../adapters/ports/prm.ts';
import type { Store } from '../../../adapters/store/pool.ts';
import { openVault } from '../../../adapters/store/vault.ts';
import { readConfiguration } from '../../../installation/configuration.ts';
import { gatePolicy } from '../../../installation/gate-policy.ts';
import { prepareInstallation } from '../../../installation/installation.ts';
import { noticeWriter } from '../../../installation/notices.ts';
import { rolloutPolicy } from '../../../installation/policy.ts';
import { openPorts } from '../../../installation/ports.ts';
import { dailyRates } from '../../../installation/rates.ts';
import { bootstrapSampleRollout } from '../../../installation/sample-rollout.ts';
import type { ImpartnerSeed } from '../../../sandbox/impartner/index.ts';
import { createImpartner } from '../../../sandbox/impartner/index.ts';

/** What claims are decided with, beside Temporal: the store, a simulated PRM, the accounts, and a clock that the bench sets. */
export type ClaimInstallation = Pick<
  ActivityDeps,
  'store' | 'vault' | 'rates' | 'installationKey' | 'now' | 'draw' | 'rules' | 'render'
> & { ports: Pick<ActivityDeps['ports'], 'prm' | 'accounts'>; at(instant: string): void };

/** A configuration names every vendor; nothing is asked of these. */
const NEVER_ASKED = {
  QUARTERDECK_CRM: 'salesforce',
  QUARTERDECK_CRM_SETTINGS: JSON.stringify({
    ...{ loginUrl: 'http://127.0.0.1:9', clientId: 'none', clientSecret: 'none' },
  }),
  QUARTERDECK_NOTIFY: 'smtp',
  QUARTERDECK_NOTIFY_SETTINGS: JSON.stringify({
    host: '127.0.0.1',
    port: 9,
    from: 'bench@quarterdeck.example',
  }),
};
const NOBODY_BLIND = { share: 0, atLeast: 0 };

/**
 * Runs `work` with an installation on this store in which every segment of claims is automated and no case is drawn to be decided blind.
 * @param world.from ISO date on which it is set up @param world.ratesCsv `date,currency,usd`
 */
export async function withClaimInstallation<T>(
  store: Store,
  world: { seed: ImpartnerSeed; ratesCsv: string; from: string },
  work: (installation: ClaimInstallation) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'qd-bench-claims-'));
  const impartner = createImpartner({ seed: world.seed });
  try {
    const baseUrl = await impartner.listen();
    const rates = join(folder, 'rates.csv');
    writeFileSync(rates, world.ratesCsv);
    const keys = join(folder, 'keys');
    const configuration = readConfiguration({
      DATABASE_URL: store.pool.options.connectionString as string,
      QUARTERDECK_MASTER_KEY: randomBytes(32).toString('base64'),
      QUARTERDECK_KEYS: keys,
      QUARTERDECK_ENVIRONMENT: 'development',
      QUARTERDECK_SANDBOX: folder,
      QUARTERDECK_RATES: rates,
      QUARTERDECK_PRM: 'impartner',
      QUARTERDECK_PRM_SETTINGS: JSON.stringify({
        ...{ requestsPerSecond: 10_000, searchLagMs: 0, baseUrl, apiKey: 'sandbox-prm-key' },
      }),
      ...NEVER_ASKED,
    });
    let clock = new Date(`${world.from}T00:00:00Z`);
    const now = () => clock;
    const installationKey = await prepareInstallation(store, configuration, clock);
    const vault = openVault(configuration.QUARTERDECK_MASTER_KEY);
    const own = { key: installationKey, vault, now };
    const ports = (await openPorts(configuration, ['prm', 'accounts'], store, own)) as {
      prm: PrmPort;
      accounts: AccountsPort;
    };
    const policy = configuration.QUARTERDECK_POLICY;
    const { rules, sample } = rolloutPolicy(policy);
    const installation: ClaimInstallation = {
      ...{ store, vault, installationKey, now, ports },
      rates: dailyRates(rates),
      draw: () => 0.5,
      rules: () => ({ ...rules, blind: NOBODY_BLIND, control: NOBODY_BLIND, afterwards: 0 }),
      render: await noticeWriter(policy),
      at(instant) {
        clock = new Date(instant);
      },
    };
    const gate = gateDeps({ ...installation, policy: gatePolicy(policy, 'development') });
    const automated = { ...sample, segments: { claim: { '*/*/*': 'automated' as const } } };
    await bootstrapSampleRollout({ ...installation, ...gate }, automated, keys);
    return await work(installation);
  } finally {
    await impartner.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
