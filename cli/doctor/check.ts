/** One thing that was looked at. One that fails, or will soon, names its fix. */
export interface Check {
  name: string;
  state: 'ok' | 'soon' | 'failed' | 'skipped';
  found: string;
  fix: string | null;
}

export function ok(name: string, found: string): Check {
  return { name, state: 'ok', found, fix: null };
}

/** Good today, and to be seen to before it is not. */
export function soon(name: string, found: string, fix: string): Check {
  return { name, state: 'soon', found, fix };
}

export function failed(name: string, found: string, fix: string): Check {
  return { name, state: 'failed', found, fix };
}

export function skipped(name: string, found: string): Check {
  return { name, state: 'skipped', found, fix: null };
}

/** Runs a check so that what it throws is its finding, and one that does not answer does not hold up the others. */
export async function checked(
  name: string,
  fix: string,
  look: () => Promise<Check | Check[]>,
): Promise<Check[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Check>((resolve) => {
    timer = setTimeout(() => resolve(failed(name, 'no answer within 15 s', fix)), 15_000);
  });
  try {
    return [await Promise.race([look(), late])].flat();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [failed(name, message.split('\n').join(' '), fix)];
  } finally {
    clearTimeout(timer);
  }
}
