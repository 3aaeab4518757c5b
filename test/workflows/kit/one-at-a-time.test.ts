import { expect, test } from '@jest/globals';
import { oneAtATime } from '../../../workflows/kit/one-at-a-time.ts';

/** What has begun and ended, in order; each piece of work ends when it is told to. */
function work() {
  const seen: string[] = [];
  const ends = new Map<string, (failed?: Error) => void>();
  const run = (name: string) =>
    oneAtATime(() => {
      seen.push(`${name} begins`);
      return new Promise<string>((resolve, reject) =>
        ends.set(name, (failed) => {
          seen.push(`${name} ends`);
          if (failed) reject(failed);
          else resolve(name);
        }),
      );
    });
  return { seen, run, end: (name: string, failed?: Error) => ends.get(name)?.(failed) };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('what is asked for meanwhile begins when the one before has ended, also by a failure', async () => {
  const { seen, run, end } = work();
  const [first, second, third] = [run('a'), run('b'), run('c')];
  await settled();
  expect(seen).toEqual(['a begins']);
  end('a', new Error('away'));
  await expect(first).rejects.toThrow('away');
  await settled();
  end('b');
  expect(await second).toBe('b');
  await settled();
  end('c');
  expect(await third).toBe('c');
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('where nothing is under way it begins at once', async () => {
  const { seen, run, end } = work();
  for (const name of ['a', 'b']) {
    const answer = run(name);
    expect(seen.at(-1)).toBe(`${name} begins`);
    end(name);
    expect(await answer).toBe(name);
    await settled();
  }
});
