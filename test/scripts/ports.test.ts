import { createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import { freePort, freePorts, LOOPBACK, portAnswers, waitForPort } from '../../scripts/setup/ports.ts';

async function occupied() {
  const server = createServer().listen(0, LOOPBACK);
  await new Promise((done) => server.once('listening', done));
  return {
    port: (server.address() as { port: number }).port,
    close: () => new Promise((d) => server.close(d)),
  };
}

it('gives the wanted port when it is free and another when it is taken', async () => {
  const taken = await occupied();
  expect(await freePort(taken.port)).not.toBe(taken.port);
  await taken.close();
  expect(await freePort(taken.port)).toBe(taken.port);
});

it('gives different ports', async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
});

it('says whether a port answers', async () => {
  const taken = await occupied();
  expect(await portAnswers(taken.port)).toBe(true);
  await taken.close();
  expect(await portAnswers(taken.port)).toBe(false);
});

it('stops waiting for a port when the process has ended, or the time is over', async () => {
  const port = await freePort();
  await expect(waitForPort(port, 'The worker', 10_000, () => 'exit code 1')).rejects.toThrow(
    'The worker did not start: exit code 1',
  );
  await expect(waitForPort(port, 'The worker', 100)).rejects.toThrow(`did not answer on port ${port}`);
});
