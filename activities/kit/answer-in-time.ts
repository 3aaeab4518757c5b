const beside = new Set<Promise<unknown>>();

/**
 * What a piece of work answers, if it does within `ms`. Otherwise the activity ends with `late`, and the work goes on beside it: what it
 * has done must be kept where the next attempt finds it.
 */
export async function answerInTime<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const going: Promise<unknown> = work.then(
    () => beside.delete(going),
    () => beside.delete(going),
  );
  beside.add(going);
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(late()), ms);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends when nothing goes on beside its activity any more: a process must not be cut off while it tells a vendor something. */
export async function nothingBeside(): Promise<void> {
  await Promise.all(beside);
}
