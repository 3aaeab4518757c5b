import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { TemporalTarget } from './temporal-commands.ts';

/** Where the running instance's Temporal is, for printed commands; nothing is connected. */
export function temporalTarget(env: NodeJS.ProcessEnv): TemporalTarget {
  const config = loadClientConnectConfig();
  return {
    address: config.connectionOptions.address ?? 'localhost:7233',
    namespace: config.namespace ?? 'default',
    codecEndpoint: env.TEMPORAL_CODEC_ENDPOINT ?? ownCodec(env),
  };
}

/** With a codec key the server reads and writes encrypted payloads (server/codec-routes.ts). */
function ownCodec(env: NodeJS.ProcessEnv): string | undefined {
  return env.QUARTERDECK_CODEC_KEY ? `${env.QUARTERDECK_URL ?? 'http://127.0.0.1:8321'}/codec` : undefined;
}
