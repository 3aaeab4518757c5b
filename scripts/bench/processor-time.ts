import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Linux counts the time of processes in hundredths of a second, whatever its clock ticks at inside (proc_pid_stat(5), `USER_HZ`). */
const MS_A_TICK = 10;

interface ProcessTime {
  pid: number;
  parent: number;
  /** Of its own and of the children that have ended and were waited for. Milliseconds. */
  ms: number;
}

/**
 * Processor time of a process and everything that it has started, in milliseconds. It depends far less on what else keeps the machine busy than
 * time on the wall does.
 * @returns NaN where the system does not tell as Linux does
 */
export function processorMs(pid: number): number {
  if (!existsSync('/proc/self/stat')) return Number.NaN;
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? processTime(Number(name)) : []));
  const counted = new Set([pid]);
  // A child may stand before its parent in the list: look until there is nothing more to find.
  for (let before = -1; before < counted.size; ) {
    before = counted.size;
    for (const { pid, parent } of all) if (counted.has(parent)) counted.add(pid);
  }
  return all.filter(({ pid }) => counted.has(pid)).reduce((sum, { ms }) => sum + ms, 0);
}

/** Empty for a process that has ended meanwhile. */
function processTime(pid: number): ProcessTime[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in brackets and may hold anything, so the fields are counted from behind it.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [parent, ticks] = [fields[1] as number, fields.slice(11, 15)];
    return [{ pid, parent, ms: ticks.reduce((sum, each) => sum + each, 0) * MS_A_TICK }];
  } catch {
    return [];
  }
}
