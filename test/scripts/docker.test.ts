import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { serverConfiguration } from '../../contracts/server-configuration.ts';
import { readConfiguration } from '../../installation/configuration.ts';
import { LOOPBACK } from '../../scripts/setup/ports.ts';
import { CLONE } from '../../scripts/setup/state.ts';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes.ts';
import { temporalCli } from '../environment/servers.ts';
import { composeServices, imageEnvironment, makeDotEnv, readDotEnv } from './compose-file.ts';

/**
 * Docker is not needed: both files are parsed, our own commands are executed as they stand, and what the other images are
 * told is checked against their own help.
 */
const folder = mkdtempSync(join(tmpdir(), 'qd-docker-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const services = composeServices(folder);
const dotEnv = readDotEnv(folder);
const ours = Object.entries(services).filter(([, service]) => service.image === 'quarterdeck:local');
const environmentOf = (name: string) => ({ ...imageEnvironment(), ...services[name]?.environment });

describe('docker-compose.yml', () => {
  it('runs nothing as root and nothing from a moving tag', () => {
    for (const [name, { image: from, user }] of Object.entries(services)) {
      expect([name, user]).toEqual([name, expect.stringMatching(/^(node|temporal|postgres)$/)]);
      expect(from).toMatch(/:(local|\d+(\.\d+)*(-\w+)?)$/);
    }
  });

  it('publishes on this machine only', () => {
    const published = Object.values(services).flatMap(({ ports }) => ports ?? []);
    expect(published.sort()).toEqual(['127.0.0.1:7233:7233', '127.0.0.1:8233:8233', '127.0.0.1:8321:8080']);
  });

  it('has a health check for everything that stays up, and waits for it', () => {
    const staying = Object.entries(services).filter(([, { restart }]) => restart === 'unless-stopped');
    expect(staying.map(([name]) => name).sort()).toEqual(['postgres', 'server', 'temporal', 'worker']);
    for (const [, { healthcheck }] of staying) expect(healthcheck?.test?.[0]).toBe('CMD');
    for (const { depends_on: waits } of Object.values(services)) {
      for (const [on, { condition }] of Object.entries(waits ?? {})) {
        expect(condition).toBe(
          services[on]?.healthcheck?.disable ? 'service_completed_successfully' : 'service_healthy',
        );
      }
    }
  });

  it('gives worker and server a whole configuration', () => {
    for (const name of ['worker', 'server'])
      expect(() => readConfiguration(environmentOf(name))).not.toThrow();
    const server = serverConfiguration.parse(environmentOf('server'));
    expect(server.QUARTERDECK_HTTP_HOST).toBe('0.0.0.0');
    expect(services.server?.ports).toEqual([`127.0.0.1:8321:${server.QUARTERDECK_HTTP_PORT}`]);
  });

  it("gives the owner's password to the migrations only", () => {
    const holders = Object.entries(services).filter(([, { environment }]) =>
      JSON.stringify(environment ?? {}).includes(dotEnv.QUARTERDECK_ADMIN_PASSWORD as string),
    );
    expect(holders.map(([name]) => name).sort()).toEqual(['migrate', 'postgres']);
  });
});

describe('what the other images are told', () => {
  const help = (...args: string[]) =>
    spawnSync(temporalCli(), [...args, '--help'], { encoding: 'utf8' }).stdout;
  const flags = (args: string[] = []) => args.flatMap((one) => one.match(/^(--[\w-]+)/)?.[1] ?? []);

  it('is what `temporal` understands', () => {
    const server = services.temporal?.command ?? [];
    for (const flag of flags(server)) expect(help(...server.slice(0, 2))).toContain(flag);
    const update = services.retention?.command ?? [];
    for (const flag of flags(update)) expect(help(...update.slice(0, 3))).toContain(flag);
    const attributes = server.flatMap((one) => one.match(/^--search-attribute=(.*)$/)?.[1] ?? []);
    expect(attributes).toEqual(Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => `${name}=${type}`));
  });

  it('works against a real server: health check and retention', () => {
    const address = process.env.QD_TEST_TEMPORAL as string;
    const [, , ...health] = services.temporal?.healthcheck?.test ?? [];
    const update = services.retention?.command ?? [];
    for (const args of [health, update]) {
      const done = spawnSync(
        temporalCli(),
        args.map((one) => one.replace(/(localhost|temporal):7233/, address)),
      );
      expect(done.status).toBe(0);
    }
  });
});

describe("our image's commands", () => {
  const run = (args: string[], env: Record<string, string>) =>
    spawnSync(process.execPath, args, {
      cwd: CLONE,
      env: { PATH: process.env.PATH, ...env },
      encoding: 'utf8',
    });

  it('are files that are in the image', () => {
    const ignored = readFileSync(join(CLONE, '.dockerignore'), 'utf8').split('\n');
    const files = ours.flatMap(([, { command, healthcheck }]) =>
      [...(command ?? []), ...(healthcheck?.test ?? [])].filter((one) => one.endsWith('.ts')),
    );
    expect(new Set(files)).toEqual(
      new Set([
        'scripts/migrate.ts',
        './workers/no-promise-traces.ts',
        'workers/index.ts',
        'server/index.ts',
        'scripts/health.ts',
      ]),
    );
    for (const file of files) expect(ignored).not.toContain(file.replace('./', '').split('/')[0]);
  });

  it('check health: 0 when it answers, 1 with the reason when not', async () => {
    const [, , ...check] = services.server?.healthcheck?.test ?? [];
    const web = createServer((request, answer) => {
      answer.statusCode = request.url === '/healthz' ? 200 : 404;
      answer.end();
    }).listen(0, LOOPBACK);
    await new Promise((done) => web.once('listening', done));
    const port = String((web.address() as { port: number }).port);
    // A child of its own: this process must be free to answer.
    const { launch } = await import('../../scripts/setup/command.ts');
    const command = { name: 'health', file: process.execPath, args: check, cwd: CLONE };
    const healthy = await launch({ ...command, env: { QUARTERDECK_HTTP_PORT: port } }, join(folder, 'log'));
    expect(await healthy.exited).toContain('exit code 0');
    await new Promise((done) => web.close(done));
    const dead = run(check, { QUARTERDECK_HTTP_PORT: port });
    expect([dead.status, dead.stderr]).toEqual([1, expect.stringContaining('The server is not healthy')]);
    expect(run(check, {}).stderr).toContain('QUARTERDECK_HTTP_PORT is not set');
  });

  it('migrate, and name the variable that is wrong', () => {
    const migrate = services.migrate?.command?.slice(1) ?? [];
    expect(run(migrate, {}).stderr).toContain('DATABASE_ADMIN_URL is not set');
    const admin = process.env.QD_TEST_DATABASE_ADMIN_URL as string;
    const wrong = run(migrate, { DATABASE_ADMIN_URL: admin, DATABASE_URL: 'postgresql://other:x@host/db' });
    expect(wrong.stderr).toContain('DATABASE_URL must be of the form postgresql://quarterdeck_app:PASSWORD@');
  });
});

describe('compose-env.mjs', () => {
  it('writes a file for its owner only and never overwrites one', () => {
    const file = join(folder, '.env');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(file, 'utf8');
    expect(makeDotEnv(folder)).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});
