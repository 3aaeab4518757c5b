import { endOrphans } from './setup/orphans.ts';
import { readOptions } from './setup/read-options.ts';
import { readSettings } from './setup/settings.ts';
import { claimState, clearState, runningInstance, sampleStateFolder, stateFolder } from './setup/state.ts';

/**
 * `npm run reset`: deletes this clone's sample (cases, database, keys, logs). Refuses while Quarterdeck runs, and to delete an
 * installation of one's own unless it is told so: `npm run reset -- --own`.
 */
const USAGE = `npm run reset [-- --own]
  --own          delete the installation of your own data instead of the sample`;
const { values: options } = readOptions(USAGE, { options: { own: { type: 'boolean', default: false } } });
const state = options.own || process.env.QUARTERDECK_STATE ? stateFolder() : sampleStateFolder();
if (!options.own && holdsOwnData())
  refuse(`${state} holds own data; to delete it all: npm run reset -- --own`);
if (options.own && !holdsOwnData()) refuse(`${state} holds no own data; to clear the sample: npm run reset`);
const holder = claimState(state).holder ?? (await runningInstance(state))?.runtime.supervisor;
if (holder)
  refuse(
    `Quarterdeck is running: stop it with Ctrl-C in its terminal or with \`kill ${holder.pid}\`, then run this again.`,
  );
await endOrphans(state);
clearState(state);
console.log(`Cleared ${state}. The next \`npm start\` begins anew.`);

/** What cannot be told may be somebody's data. */
function holdsOwnData(): boolean {
  try {
    return !readSettings(state).sample;
  } catch {
    return true;
  }
}

function refuse(why: string): never {
  console.error(why);
  process.exit(1);
}
