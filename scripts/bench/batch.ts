import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isLifecycle } from '../../domain/lifecycles.ts';
import { addLifecycles } from '../../test/lifecycles/overlay.ts';
import { batchKills } from './batch-kills.ts';
import { batchSpeed } from './batch-speed.ts';
import type { Figure } from './figures.ts';
import type { BenchOptions } from './index.ts';

/**
 * What a batch does in a second, whether ten times as much takes more than ten times as long, and whether kills lose or double anything. It is
 * measured on the lifecycle of docs/adding-a-lifecycle.md, in a copy of the product to which it is added.
 */
export async function* run(options: BenchOptions): AsyncGenerator<Figure[]> {
  if (!isLifecycle('toy')) return yield* inCopy(options);
  if (options.chaos !== 'only') yield await batchSpeed(options);
  if (options.chaos !== 'none') yield await batchKills(options);
}

async function* inCopy({ cases, chaos, seed, say }: BenchOptions): AsyncGenerator<Figure[]> {
  const copy = addLifecycles(['toy']);
  // Ctrl-C reaches the process in the copy, too, which clears up first.
  const wait = () => undefined;
  process.on('SIGINT', wait);
  try {
    const node = join(copy.folder, 'node_modules/node/bin/node');
    const args = ['scripts/bench/index.ts', 'batch', '--json', '--cases', String(cases)];
    const child = spawn(node, [...args, '--chaos', chaos, '--seed', String(seed)], {
      cwd: copy.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    createInterface({ input: child.stderr }).on('line', say);
    let figures = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      yield [JSON.parse(line) as Figure];
      figures += 1;
    }
    const code = await ended;
    // 1 says that a figure misses its aim, which its row says, too.
    if (code !== 0 && (code !== 1 || figures === 0))
      throw new Error(`the bench in the copy ended with ${code}`);
  } finally {
    process.off('SIGINT', wait);
    copy.remove();
  }
}
