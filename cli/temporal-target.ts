import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { TemporalTarget } from './temporal-commands.ts';

/** Where the running instance's Temporal is, for printed commands; nothing is connected. */
export function temporalTarget(env: NodeJS.ProcessEnv): TemporalTarget {
  const config = loadClientConnectConfig();
  return {
    address: config.connectionOptions.address ?? 'localhost:7233',
    namespace: config.namespace ?? 'default',
    codecEndpoint: env.TEMPORAL_CODEC_ENDPOINT,
  };
}
