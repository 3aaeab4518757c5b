import { type Configuration, readConfiguration } from '../installation/configuration.ts';
import { CliFailure, EXIT } from './failure.ts';
import { needed } from './session.ts';

/** The whole configuration of the running instance. @throws CliFailure when there is none, or usage naming what is wrong in it. */
export function configured(): Configuration {
  needed('DATABASE_URL');
  try {
    return readConfiguration();
  } catch (error) {
    throw new CliFailure({
      exit: EXIT.usage,
      code: 'configuration',
      title: error instanceof Error ? error.message : String(error),
      fix: 'Correct them where this instance is started.',
    });
  }
}
