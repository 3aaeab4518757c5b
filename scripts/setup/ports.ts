import { connect, createServer } from 'node:net';

/** The only address that anything embedded listens on. */
export const LOOPBACK = '127.0.0.1';

/** A port that is free on the loopback address right now: `wanted` if it is, otherwise any. */
export async function freePort(wanted = 0): Promise<number> {
  const port = await tryListen(wanted);
  return port ?? freePort(0);
}

/** `count` different free ports; all are held open until the last one is known, so none comes twice. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
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

function listen(port: number) {
  const server = createServer();
  return new Promise<typeof server>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => resolve(server));
  });
}

async function tryListen(port: number): Promise<number | undefined> {
  try {
    const server = await listen(port);
    const got = (server.address() as { port: number }).port;
    await new Promise((done) => server.close(done));
    return got;
  } catch {
    return undefined;
  }
}
