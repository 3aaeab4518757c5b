import { createCrm } from '../adapters/crm/index.ts';
import { createEnrich } from '../adapters/enrich/index.ts';
import { createLlm } from '../adapters/llm/index.ts';
import { createMatch } from '../adapters/match/index.ts';
import { createNotify } from '../adapters/notify/index.ts';
import type { Ports } from '../adapters/ports/index.ts';
import type { MatchPort } from '../adapters/ports/match.ts';
import { createPrm } from '../adapters/prm/index.ts';
import { createStaff } from '../adapters/staff/index.ts';
import type { Store } from '../adapters/store/pool.ts';
import type { Configuration } from './configuration.ts';

/** The vendors that the configuration names. @throws Error naming vendor and setting when one is wrong */
export function createPorts(configuration: Configuration): Omit<Ports, 'match'> {
  const notify = createNotify(configuration.QUARTERDECK_NOTIFY, configuration.QUARTERDECK_NOTIFY_SETTINGS);
  const { QUARTERDECK_STAFF: channels, QUARTERDECK_STAFF_SETTINGS: settings } = configuration;
  return {
    prm: createPrm(configuration.QUARTERDECK_PRM, configuration.QUARTERDECK_PRM_SETTINGS),
    crm: createCrm(configuration.QUARTERDECK_CRM, configuration.QUARTERDECK_CRM_SETTINGS),
    notify,
    staff: createStaff(channels, settings, { notify }),
    llm: createLlm(configuration.QUARTERDECK_LLM, configuration.QUARTERDECK_LLM_SETTINGS),
    enrich: createEnrich(configuration.QUARTERDECK_ENRICH, configuration.QUARTERDECK_ENRICH_SETTINGS),
  };
}

/** The match index that the configuration names; Postgres' own one uses the worker's store. @throws Error as createPorts */
export function createMatchPort(configuration: Configuration, store: Store): MatchPort {
  return createMatch(configuration.QUARTERDECK_MATCH, configuration.QUARTERDECK_MATCH_SETTINGS, store);
}
