import { endOrphans } from './setup/orphans.ts';
import { claimState, clearState, runningInstance, stateFolder } from './setup/state.ts';

/** `npm run reset`: deletes this clone's state (cases, database, keys, logs). Refuses while Quarterdeck runs. */
const state = stateFolder();
const holder = claimState(state).holder ?? (await runningInstance(state))?.runtime.supervisor;
if (holder) {
  console.error(
    `Quarterdeck is running: stop it with Ctrl-C in its terminal or with \`kill ${holder.pid}\`, then run this again.`,
  );
  process.exit(1);
}
await endOrphans(state);
clearState(state);
console.log(`Cleared ${state}. The next \`npm start\` begins anew.`);
