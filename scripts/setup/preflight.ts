import { join } from 'node:path';
import { externalDatabase } from './database.ts';
import { folderTrouble, type Need } from './folders.mjs';
import { stateNeeds, testNeeds } from './needs.mjs';
import { postgresBinaries } from './postgres-binaries.ts';
import { refuseUnreachable } from './postgres-data.ts';
import { makeStateFolder, sharedFolder, stateFolder } from './state.ts';
import { run } from './tools.ts';

/**
 * What is looked at before anything takes minutes: whether this machine can run an embedded installation in `state`, or the
 * servers of a test run. Each throws one sentence naming the fix.
 */
export async function preflight(state: string): Promise<void> {
  checkFolders(state);
  makeStateFolder(state);
  await checkPostgres(state);
}

/** The same for the servers of a test run. */
export async function preflightOfTests(): Promise<void> {
  refuse(testNeeds());
  await tryPostgres(sharedFolder());
}

/** Throws when a folder cannot be written to or the disk has too little room. */
export function checkFolders(state: string): void {
  refuse(stateNeeds(state));
}

/** Throws when Postgres' binaries cannot run on the data in `state`; a database of your own needs none. */
export async function checkPostgres(state: string): Promise<void> {
  if (!externalDatabase()) await tryPostgres(state);
}

function refuse(needs: Need[]): void {
  const trouble = folderTrouble(needs);
  if (trouble) throw new Error(trouble);
}

/** Runs the binaries as the user that has to run them, who must also be able to enter `folder`. */
async function tryPostgres(folder: string): Promise<void> {
  const { bin, user } = postgresBinaries();
  if (user) await refuseUnreachable(folder, user);
  for (const program of ['initdb', 'postgres']) {
    await run(join(bin, program), ['--version'], { cwd: '/', ...user }).catch((error: Error) => {
      throw new Error(
        `The embedded Postgres does not run on this machine (\`npm start\` takes one of yours: DATABASE_URL): ${error.message}`,
      );
    });
  }
}

if (process.argv[1] === import.meta.filename) {
  const look = process.argv.includes('--tests') ? preflightOfTests() : preflight(stateFolder());
  await look.catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
