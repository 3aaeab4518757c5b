import { existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLONE, sharedFolder, stateFolder } from '../../installation/state.mjs';
import { cachePath } from './programs.mjs';
import { goEnvironment } from './temporal-cli.mjs';

/** What each part takes on the disk, measured on Linux. */
const BYTES = {
  packages: 850e6,
  npmCache: 350e6,
  // 250 MB in the end, and as much again and more while it is linked.
  cli: 900e6,
  goModules: 1_900e6,
  goBuild: 1_450e6,
  firstRun: 300e6,
  laterRun: 100e6,
  postgres: 60e6,
  testRun: 300e6,
  temporary: 100e6,
};

/** @returns {import('./folders.mjs').Need[]} what `npm ci` writes to */
export function packageNeeds() {
  const npmCache = process.env.npm_config_cache ?? join(homedir(), '.npm');
  return [
    { folder: CLONE, what: 'the packages', bytes: BYTES.packages },
    { folder: npmCache, what: "npm's cache", bytes: BYTES.npmCache, variable: 'npm_config_cache' },
  ];
}

/** @returns {import('./folders.mjs').Need[]} what the build of the Temporal CLI writes to */
export function buildNeeds() {
  const { GOMODCACHE, GOCACHE } = goEnvironment();
  const cli = {
    folder: cachePath('bin'),
    what: 'the Temporal CLI',
    bytes: BYTES.cli,
    variable: 'XDG_CACHE_HOME',
  };
  const modules = { what: "Go's modules", bytes: BYTES.goModules, variable: 'GOMODCACHE' };
  const build = { what: "Go's build cache", bytes: BYTES.goBuild, variable: 'GOCACHE' };
  return [
    cli,
    ...(GOMODCACHE ? [{ ...modules, folder: GOMODCACHE }] : []),
    ...(GOCACHE ? [{ ...build, folder: GOCACHE }] : []),
  ];
}

/** @returns {import('./folders.mjs').Need[]} what `npm start` writes to */
export function stateNeeds(state = stateFolder()) {
  const bytes = existsSync(join(state, 'postgres')) ? BYTES.laterRun : BYTES.firstRun;
  return [
    { folder: state, what: 'its state', bytes, variable: 'QUARTERDECK_STATE' },
    sharedNeed(process.getuid?.() === 0 ? BYTES.postgres : 0),
  ];
}

/** @returns {import('./folders.mjs').Need[]} what `npm test` writes to */
export function testNeeds() {
  return [
    { folder: cachePath(), what: 'tools', bytes: 0, variable: 'XDG_CACHE_HOME' },
    { folder: tmpdir(), what: 'temporary files', bytes: BYTES.temporary, variable: 'TMPDIR' },
    sharedNeed(BYTES.testRun),
  ];
}

/**
 * Claims of ports, the data of test runs and, for root, a copy of Postgres' binaries.
 * @param {number} bytes
 */
function sharedNeed(bytes) {
  return { folder: sharedFolder(), what: 'what all clones share', bytes, variable: 'QUARTERDECK_SHARED' };
}
