import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig';

/** A temporal.toml or a variable TEMPORAL_* that cannot be used. */
export class WrongTemporalSettings extends Error {}

/**
 * How Temporal is reached, as every Temporal tool is told: `TEMPORAL_*`, or the profile that `TEMPORAL_PROFILE` names in temporal.toml.
 * @throws WrongTemporalSettings with what is wrong in them
 */
export function temporalSettings(): ClientConnectConfig {
  try {
    return loadClientConnectConfig();
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new WrongTemporalSettings(`The settings of Temporal cannot be used: ${why}`, { cause: error });
  }
}
