import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLONE } from '../../scripts/setup/state.ts';

/** Listens on every port given to it, answers everything with 200. */
const LISTENER = `
import { createServer } from 'node:http';
import { appendFileSync } from 'node:fs';
const ports = PORTS;
for (const port of ports) createServer((_, answer) => answer.end('ok')).listen(port, '127.0.0.1');
process.on('SIGTERM', () => { appendFileSync(process.env.QUARTERDECK_STATE + '/ends', 'NAME '); process.exit(0); });
`;

/** Notes which part ran for which day. Every part but the first goes on until somebody writes `sample-may-end`. */
const SAMPLE = `
import { appendFileSync, existsSync } from 'node:fs';
const [part, day] = process.argv.slice(2);
const state = process.env.QUARTERDECK_STATE;
appendFileSync(state + '/sample-runs', part + ' ' + day + '\\n');
process.send({ delivered: 3, of: 4, underWay: 1 });
console.log('sample ran against', process.env.QUARTERDECK_URL);
while (part !== 'first' && !existsSync(state + '/sample-may-end')) await new Promise((done) => setTimeout(done, 50));
`;

/**
 * A clone with the real scripts and database, and stand-ins for the processes that they run, so that the machine room can
 * be tested without the rest of the house.
 */
export function fakeClone(): { folder: string; state: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'qd-clone-'));
  // Not under the clone: as root, the user postgres must be able to enter it.
  const state = mkdtempSync('/var/tmp/qd-state-');
  for (const name of [
    'scripts',
    'installation/state.mjs',
    'installation/temporal-settings.ts',
    'package.json',
    'quarterdeck.mjs',
    'quarterdeck.sh',
    'cli/attached.mjs',
    'workflows/search-attributes.ts',
    'workers/no-promise-traces.ts',
  ]) {
    cpSync(join(CLONE, name), join(folder, name), { recursive: true });
  }
  rmSync(join(folder, 'scripts/sample.ts'), { force: true });
  for (const name of ['node_modules', 'adapters']) symlinkSync(join(CLONE, name), join(folder, name));
  const file = (path: string, text: string) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const listener = (name: string, ports: string) => LISTENER.replace('PORTS', ports).replace('NAME', name);
  file(
    'sandbox/index.ts',
    listener('sandbox', 'Object.values(JSON.parse(process.env.QUARTERDECK_SANDBOX_PORTS))'),
  );
  file('workers/index.ts', listener('worker', '[process.env.QUARTERDECK_WORKER_PORT]'));
  file('server/index.ts', listener('server', '[process.env.QUARTERDECK_HTTP_PORT]'));
  file(
    'cli/index.ts',
    'console.log(JSON.stringify({ args: process.argv.slice(2), db: process.env.DATABASE_URL }));',
  );
  file('scripts/sample.ts', SAMPLE);
  return {
    folder,
    state,
    remove() {
      for (const path of [folder, state]) rmSync(path, { recursive: true, force: true });
    },
  };
}
