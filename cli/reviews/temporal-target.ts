import { join } from 'node:path';
import { temporalSettings } from '../../installation/temporal-settings.ts';
import type { TemporalTarget } from './temporal-commands.ts';

/** Where the running instance's Temporal is, for printed commands; nothing is connected. */
export function temporalTarget(env: NodeJS.ProcessEnv): TemporalTarget {
  const config = temporalSettings();
  return {
    address: config.connectionOptions.address ?? 'localhost:7233',
    namespace: config.namespace ?? 'default',
    codecEndpoint: env.TEMPORAL_CODEC_ENDPOINT ?? ownCodec(env),
    codecKeyFile: env.TEMPORAL_CODEC_ENDPOINT === undefined && ownCodec(env) ? madeByStart(env) : undefined,
  };
}

/** Where `npm start` keeps the key that it has made; undefined where other keys are set up. */
function madeByStart({ QUARTERDECK_STATE: state, QUARTERDECK_API_KEYS: keys }: NodeJS.ProcessEnv) {
  return state !== undefined && hasKeyOfStart(keys) ? join(state, 'secrets', 'api') : undefined;
}

/** False where the variable is no JSON: its server does not start then. */
function hasKeyOfStart(keys: string | undefined): boolean {
  try {
    return Object.hasOwn(JSON.parse(keys ?? '{}'), 'api');
  } catch {
    return false;
  }
}

/** With a codec key the server reads and writes encrypted payloads (server/codec-routes.ts). */
function ownCodec(env: NodeJS.ProcessEnv): string | undefined {
  return env.QUARTERDECK_CODEC_KEY ? `${env.QUARTERDECK_URL ?? 'http://127.0.0.1:8321'}/codec` : undefined;
}
