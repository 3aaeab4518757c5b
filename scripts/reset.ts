import { rmSync } from 'node:fs';
import { endOrphans } from './setup/orphans.ts';
import { runningInstance, stateFolder } from './setup/state.ts';

/** `npm run reset`: deletes this clone's state (cases, database, keys, logs). Refuses while Quarterdeck runs. */
const state = stateFolder();
if (await runningInstance(state)) {
  console.error('Quarterdeck is running: stop it with Ctrl-C in its terminal, then run this again.');
  process.exit(1);
}
await endOrphans(state);
rmSync(state, { recursive: true, force: true });
console.log(`Cleared ${state}. The next \`npm start\` begins anew.`);
