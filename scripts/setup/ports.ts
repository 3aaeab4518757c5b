import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';

/** The only address that anything embedded listens on. */
export const LOOPBACK = '127.0.0.1';

/**
 * Where free ports are picked from: below the ranges from which systems take the ports of outgoing connections (Linux from 32768,
 * others from 49152), so that a port that is free now is not taken by somebody's connection before it is used.
 */
const FROM = 20_000;
const TO = 32_000;

/** A port that is free on the loopback address right now: `wanted` if it is, otherwise any. */
export async function freePort(wanted = 0): Promise<number> {
  if (wanted !== 0 && (await isFree(wanted))) return wanted;
  const [port] = await freePorts(1);
  return port as number;
}

/** `count` different free ports. @throws Error when hardly any port is free */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let tries = 0; found.size < count; tries += 1) {
    if (tries > 1_000 + count) throw new Error(`no free port between ${FROM} and ${TO}; end what holds them`);
    const port = randomInt(FROM, TO);
    if (!found.has(port) && (await isFree(port))) found.add(port);
  }
  return [...found];
}

/** True when something accepts a connection there within `timeoutMs`. */
export function portAnswers(port: number, host = LOOPBACK, timeoutMs = 1_000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
}

/**
 * Waits until the port answers. Throws an Error naming `what` after `timeoutMs`, or at once when `givenUp` says why
 * waiting makes no sense any more (the process has ended).
 */
export async function waitForPort(
  port: number,
  what: string,
  timeoutMs = 30_000,
  givenUp: () => string | undefined = () => undefined,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await portAnswers(port))) {
    const reason = givenUp();
    if (reason) throw new Error(`${what} did not start: ${reason}`);
    if (Date.now() > end)
      throw new Error(`${what} did not answer on port ${port} within ${timeoutMs / 1000} s`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, LOOPBACK, () => server.close(() => resolve(true)));
  });
}
