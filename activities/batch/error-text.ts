/** How Postgres names its errors. */
const SQLSTATE = /^[0-9A-Z]{5}$/;

/**
 * What is kept of an error with the item that it is about. Postgres says in its messages which value it refuses, and that may be a person's: of
 * those only the code is kept (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
export function errorText(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === 'string' && SQLSTATE.test(code))
    return `Postgres refuses it (SQLSTATE ${code}); correct the row, or the work on it`;
  const said = error instanceof Error ? error.message : String(error);
  return (said.split('\n')[0] as string).slice(0, 300);
}
