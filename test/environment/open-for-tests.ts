import { afterAll, beforeAll } from '@jest/globals';

/** What has to be closed again; closed in reverse order. */
export type Parts = AsyncDisposableStack;

/**
 * Opens something before the tests of the file or `describe` it is called in, and closes its parts after them. A part is closed even
 * when a later one cannot be opened, and then the tests fail with that cause.
 * @param open registers each part with `parts.defer` as soon as it is open
 * @returns an object that has the properties of `open`'s answer once the tests run
 */
export function openForTests<T extends object>(open: (parts: Parts) => Promise<T>, timeoutMs?: number): T {
  const target = {} as T;
  const parts: Parts = new AsyncDisposableStack();
  let opening: Promise<unknown> | undefined;
  beforeAll(async () => {
    opening = open(parts).then((answer) => Object.assign(target, answer));
    await opening;
  }, timeoutMs);
  afterAll(async () => {
    // After a time-out it may still be opening parts, which must be closed, too.
    await opening?.catch(() => undefined);
    await parts.disposeAsync();
  }, timeoutMs);
  return target;
}
