import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What `quarterdeck init` leaves in the state folder as `settings.json` for the next `npm start`: the variables of one's
 * own installation, and whether the sample channel and the simulated vendors run.
 */
export interface Settings {
  sample: boolean;
  environment: Record<string, string>;
}

/** The settings, or those of the sample when there are none. Throws a sentence when the file is damaged. */
export function readSettings(state: string): Settings {
  const path = join(state, 'settings.json');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return { sample: true, environment: {} };
  }
  try {
    const { sample = true, environment = {} } = JSON.parse(text) as Partial<Settings>;
    if (Object.values(environment).every((value) => typeof value === 'string'))
      return { sample, environment };
  } catch {
    // Said below.
  }
  throw new Error(
    `${path} is damaged: run \`quarterdeck init\` again, or delete the file to use the sample.`,
  );
}
