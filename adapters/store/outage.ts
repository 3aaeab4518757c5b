import { VendorFault } from '../ports/call.ts';

/**
 * SQLSTATE classes and codes of a database that is away or overloaded, not of a wrong statement (source: PostgreSQL
 * documentation, appendix A): connection exceptions, shutdown and start, too many connections, statement and lock time-out.
 */
const CODES = /^(08...|57P0[1-5]|53...|57014|55P03|25P0[34])$/;
const SOCKET = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
// node-postgres gives these two no code.
const MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/**
 * The retryable fault of a database that is away, or undefined for any other error.
 * @param certainlyNotLanded false when the answer to a commit is what was lost.
 */
export function unavailable(error: unknown, certainlyNotLanded: boolean): VendorFault | undefined {
  // By shape: errors of Node's own modules are of another realm inside a sandbox, so instanceof would miss them.
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  const known = typeof code === 'string' && (CODES.test(code) || SOCKET.has(code));
  if (!known && !MESSAGES.test(message)) return undefined;
  return new VendorFault({
    vendor: 'postgres',
    kind: 'unavailable',
    message: `not available (${message || code})`,
    ...(typeof code === 'string' ? { code } : {}),
    certainlyNotLanded,
  });
}
