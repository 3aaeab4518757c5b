import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { needServers } from '../changed/index.ts';
import { readOptions, wrongUsage } from '../setup/read-options.ts';
import { CLONE } from '../setup/state.ts';
import { type Ending, type Fault, holds, plant } from './fault.ts';
import { makeScratch } from './scratch.ts';

/**
 * `npm run faults [-- --at COMMIT] [--file PART] [--record]`: plants each fault of test/faults/faults.json into a copy of the clone, one
 * after the other, runs the tests that are named beside it, and says which faults were caught. What is not committed is not in the copy.
 * `--file` (once or more) chooses faults by a part of their file's path, QD_TEST_UNIT=1 those whose tests need no servers; `--record` notes
 * the endings in the list. A line that an older commit does not have is said and left out. Exits with 1 when a fault survived.
 */
const LIST = join(CLONE, 'test/faults/faults.json');

const USAGE = `npm run faults [-- options]
  --at COMMIT    plant them in this commit, HEAD
  --file PART    only faults of files whose path has this part; may be given several times
  --record       note how each ended in test/faults/faults.json
With QD_TEST_UNIT=1 only those whose tests need no servers. Exits with 1 when a fault survived.`;
const { values } = readOptions(USAGE, {
  options: {
    at: { type: 'string', default: 'HEAD' },
    file: { type: 'string', multiple: true, default: [''] },
    record: { type: 'boolean', default: false },
  },
});
const list = JSON.parse(readFileSync(LIST, 'utf8')) as Fault[];
const servers = needServers(CLONE);
const isUnit = ({ tests }: Fault) => !tests.some((test) => servers.has(test));
const faults = list.filter(
  (fault) =>
    values.file.some((part) => fault.file.includes(part)) && (!process.env.QD_TEST_UNIT || isUnit(fault)),
);
if (faults.length === 0) wrongUsage('No fault is chosen.', USAGE);
if (
  spawnSync('git', ['rev-parse', '--verify', '--quiet', `${values.at}^{commit}`], { cwd: CLONE }).status !== 0
)
  wrongUsage(`--at names no commit: ${values.at}.`, USAGE);
const scratch = makeScratch(CLONE, values.at);
try {
  const without = new Set<string>();
  const groups = Object.values(
    Object.groupBy(faults, (one) => `${isUnit(one)} ${one.only === undefined}`),
  ) as Fault[][];
  for (const group of groups) {
    const tests = [...new Set(group.flatMap((one) => one.tests))];
    const names = group.flatMap(({ only = [] }) => only);
    const only = names.length === 0 ? undefined : names.join('|');
    const unit = group.every(isUnit);
    for (const name of await scratch.failing(tests, { only, unit })) without.add(name);
  }
  for (const name of without) console.log(`fails without any fault, so it catches none: ${name}`);
  const endings = new Map<string, Ending>();
  for (const fault of faults) {
    const path = join(scratch.folder, scratch.pathOf(fault.file));
    if (!holds(path, fault)) {
      console.log(`not at ${scratch.commit}: ${fault.file}: ${fault.old}`);
      continue;
    }
    const takeOut = plant(path, fault);
    const failed = await scratch
      .failing(fault.tests, { only: fault.only, unit: isUnit(fault) })
      .finally(takeOut);
    const by = failed.find((name) => !without.has(name));
    const ending: Ending = by === undefined ? 'survived' : 'caught';
    endings.set(keyOf(fault), ending);
    console.log(`${ending.padEnd(8)} ${fault.file}: ${fault.new}${by ? `\n         by ${by}` : ''}`);
  }
  const survived = [...endings.values()].filter((ending) => ending === 'survived').length;
  console.log(`At ${scratch.commit}, ${endings.size - survived} of ${endings.size} faults were caught.`);
  if (values.record) record(scratch.commit, endings);
  process.exitCode = survived === 0 ? 0 : 1;
} finally {
  scratch.remove();
}

/** Into the list as it is now: another run may have noted something meanwhile. */
function record(commit: string, endings: ReadonlyMap<string, Ending>): void {
  const now = JSON.parse(readFileSync(LIST, 'utf8')) as Fault[];
  for (const fault of now) {
    const ending = endings.get(keyOf(fault));
    if (ending) fault.results = { ...fault.results, [commit]: ending };
  }
  writeFileSync(LIST, `${JSON.stringify(now, null, 2)}\n`);
}

function keyOf({ file, new: wrong }: Fault): string {
  return `${file}: ${wrong}`;
}
