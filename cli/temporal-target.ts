import { join } from 'node:path';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { TemporalTarget } from './temporal-commands.ts';

/** Where the running instance's Temporal is, for printed commands; nothing is connected. */
export function temporalTarget(env: NodeJS.ProcessEnv): TemporalTarget {
  const config = loadClientConnectConfig();
  return {
    address: config.connectionOptions.address ?? 'localhost:7233',
    namespace: config.namespace ?? 'default',
    codecEndpoint: env.TEMPORAL_CODEC_ENDPOINT ?? ownCodec(env),
    codecKeyFile: env.TEMPORAL_CODEC_ENDPOINT === undefined && ownCodec(env) ? madeByStart(env) : undefined,
  };
}

/** Where `npm start` keeps the key that it has made; undefined where other keys are set up. */
function madeByStart({ QUARTERDECK_STATE: state, QUARTERDECK_API_KEYS: keys }: NodeJS.ProcessEnv) {
  const made = Object.hasOwn(JSON.parse(keys ?? '{}'), 'api');
  return state !== undefined && made ? join(state, 'secrets', 'api') : undefined;
}

/** With a codec key the server reads and writes encrypted payloads (server/codec-routes.ts). */
function ownCodec(env: NodeJS.ProcessEnv): string | undefined {
  return env.QUARTERDECK_CODEC_KEY ? `${env.QUARTERDECK_URL ?? 'http://127.0.0.1:8321'}/codec` : undefined;
}
