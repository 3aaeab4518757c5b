import { partnersOf, rehearse } from '../../activities/deal/rehearsal/rehearse.ts';
import { readPastDeals } from '../../adapters/intake/deal/past-file.ts';
import { knownStandings } from '../../adapters/intake/deal/past-standing.ts';
import { openVault } from '../../adapters/store/vault.ts';
import { matchModel } from '../../installation/policy.ts';
import { openPorts } from '../../installation/ports.ts';
import { dailyRates } from '../../installation/rates.ts';
import { sourceFormats } from '../../installation/source-formats.ts';
import { trustRoot } from '../authority.ts';
import type { PastCases } from '../cases/past-cases.ts';
import { applicationNow } from '../clock.ts';
import { configured } from '../configured.ts';
import { policyFolder } from '../policy.ts';
import { knownParts } from '../rollout/scope.ts';
import type { Session } from '../session.ts';

const CALL = { timeoutMs: 60_000, mayWait: true };

/** Registrations of the past as of their own days: PRM and CRM are read, and nothing is written anywhere. */
export async function rehearseDeals(session: Session, body: Buffer): Promise<PastCases> {
  const configuration = configured();
  const read = await readPastDeals(body, sourceFormats(configuration)('files'), applicationNow());
  if (read.problems.length > 0) return { cases: [], problems: read.problems, notes: [] };
  const ports = await openPorts(configuration, ['prm', 'crm']);
  const partners = await partnersOf(read.past, ports.prm, CALL);
  const now = [...partners.values()].filter((one) => one !== null);
  const [tiers = [], regions = []] = await session.db((tx) => knownParts(tx, 'deal'));
  const { past, problems } = knownStandings(read.past, {
    tiers: [...tiers, ...now.map(({ tier }) => tier)],
    regions: [...regions, ...now.map(({ region }) => region)],
  });
  if (problems.length > 0) return { cases: [], problems, notes: [] };
  const deps = {
    store: session.store(),
    ports,
    vault: openVault(configuration.QUARTERDECK_MASTER_KEY),
    rates: dailyRates(configuration.QUARTERDECK_RATES),
    matchModel: matchModel(policyFolder()),
    installationKey: await session.db((tx) => trustRoot(session, tx)),
    now: applicationNow,
  };
  const { cases, undated, asToday } = await rehearse(deps, past, partners, CALL);
  return {
    cases: cases.map(({ customer, ...one }) => ({ ...one, about: customer })),
    problems,
    notes: [
      ...(asToday > 0
        ? [
            `Of ${asToday} cases the tier, region or win rate of the partner is as it stands today; add tier, region and win_rate to the file, as they were.`,
          ]
        : []),
      'The accounts of the CRM are as they stand today: no export tells how they stood.',
      ...(undated > 0
        ? [
            `${undated} opportunities do not say since when they are there and count as there all along, so that a person is asked; add created_at to them.`,
          ]
        : []),
    ],
  };
}
