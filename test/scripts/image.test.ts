import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Launched, launch } from '../../scripts/setup/command.ts';
import { freePorts, waitForPort } from '../../scripts/setup/ports.ts';
import { CLONE } from '../../scripts/setup/state.ts';
import { freshDatabase } from '../environment/servers.ts';
import { composeServices, imageEnvironment } from './compose-file.ts';

/** The image's own commands, as docker-compose.yml gives them, outside Docker: only addresses and folders are others. */
const folder = mkdtempSync(join(tmpdir(), 'qd-image-'));
const services = composeServices(folder);
const running: Launched[] = [];
let here: Record<string, string>;

beforeAll(async () => {
  const bundle = spawnSync(process.execPath, ['scripts/bundle.ts'], { cwd: CLONE, encoding: 'utf8' });
  if (bundle.status !== 0) throw new Error(bundle.stderr);
  const [worker = 0, server = 0] = await freePorts(2);
  const database = await freshDatabase();
  const data = join(folder, 'data');
  mkdirSync(data);
  writeFileSync(join(data, 'rates.csv'), 'date,currency,usd\n2026-01-02,EUR,1.0871\n');
  writeFileSync(join(data, 'partners.csv'), 'id,name,tier,region\n1,Acme,Gold,EMEA\n');
  writeFileSync(join(data, 'accounts.csv'), 'id,name,domain\n1,Acme,acme.example\n');
  const given = { ...imageEnvironment(), ...services.worker?.environment, ...services.server?.environment };
  const moved = Object.entries(given).map(([name, value]) => [
    name,
    value
      .replaceAll('/var/lib/quarterdeck', folder)
      .replaceAll('/data', data)
      .replaceAll('/app/', `${CLONE}/`),
  ]);
  here = {
    ...Object.fromEntries(moved),
    TEMPORAL_ADDRESS: process.env.QD_TEST_TEMPORAL as string,
    DATABASE_URL: database.appUrl,
    DATABASE_AUDITOR_URL: database.auditorUrl,
    DATABASE_PARTNER_URL: database.partnerUrl,
    QUARTERDECK_HTTP_HOST: '127.0.0.1',
    QUARTERDECK_HTTP_PORT: String(server),
    QUARTERDECK_WORKER_PORT: String(worker),
    QUARTERDECK_TASK_QUEUE: `image-${process.pid}`,
  };
});

afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()));
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['worker', 'QUARTERDECK_WORKER_PORT'],
  ['server', 'QUARTERDECK_HTTP_PORT'],
])('the %s', (name, port) => {
  it('starts in production from the pre-built bundle, passes its health check and ends on SIGTERM', async () => {
    const [, ...args] = services[name]?.command ?? [];
    const log = join(folder, `${name}.log`);
    const process_ = await launch(
      { name, file: process.execPath, args, cwd: CLONE, env: here, graceMs: 30_000 },
      log,
    );
    running.push(process_);
    await waitForPort(Number(here[port]), name, 45_000, process_.ended).catch((error: Error) => {
      throw new Error(`${error.message}\n${readFileSync(log, 'utf8').slice(-3_000)}`);
    });
    const [, , ...check] = services[name]?.healthcheck?.test ?? [];
    const healthy = await launch(
      { name: 'health', file: process.execPath, args: check, cwd: CLONE, env: here },
      log,
    );
    expect(await healthy.exited).toContain('exit code 0');
    await process_.stop();
    expect(process_.ended()).toContain('exit code 0');
  });
});
