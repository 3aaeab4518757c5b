import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type Launched, launch } from '../../scripts/setup/command.ts';
import { freePort } from '../../scripts/setup/ports.ts';
import { postgresCommand, superuserUrl, waitForPostgres } from '../../scripts/setup/postgres.ts';

const folder = mkdtempSync('/var/tmp/qd-postgres-');
chmodSync(folder, 0o755);
const running: Launched[] = [];
afterAll(async () => {
  await Promise.all(running.map((one) => one.stop()));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

const options = { dataFolder: join(folder, 'data'), password: 'p w', durable: false };

async function start(port: number): Promise<Launched> {
  const server = await launch(await postgresCommand({ ...options, port }), join(folder, 'log'));
  running.push(server);
  await waitForPostgres(superuserUrl(port, options.password), server.ended);
  return server;
}

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded Postgres', () => {
  it('never runs as root, listens on the loopback address only and asks everybody for a password', async () => {
    const port = await freePort();
    const server = await start(port);
    expect(statSync(`/proc/${server.id.pid}`).uid).not.toBe(0);
    const url = superuserUrl(port, options.password);
    const settings = await query(
      url,
      `select current_setting('listen_addresses') as at,
      current_setting('unix_socket_directories') as sockets, current_setting('server_encoding') as encoding`,
    );
    expect(settings).toEqual([{ at: '127.0.0.1', sockets: '', encoding: 'UTF8' }]);
    const rules = readFileSync(join(options.dataFolder, 'pg_hba.conf'), 'utf8')
      .split('\n')
      .filter((line) => /^(local|host)/.test(line));
    expect(rules.every((line) => line.endsWith('scram-sha-256'))).toBe(true);
    await expect(query(superuserUrl(port, 'wrong'), 'select 1')).rejects.toThrow('password authentication');
  });

  it('keeps what was committed through kill -9 and a lock file that names another process', async () => {
    const first = running.at(-1) as Launched;
    const port = Number(first.command.args[first.command.args.indexOf('-p') + 1]);
    await query(superuserUrl(port, options.password), 'create table kept as select 1 as one');
    process.kill(first.id.pid, 'SIGKILL');
    await first.exited;
    const lock = join(options.dataFolder, 'postmaster.pid');
    const lines = readFileSync(lock, 'utf8').split('\n');
    writeFileSync(lock, [String(process.pid), ...lines.slice(1)].join('\n'));
    const next = await freePort();
    await start(next);
    expect(await query(superuserUrl(next, options.password), 'select one from kept')).toEqual([{ one: 1 }]);
  });

  (process.getuid?.() === 0 ? it : it.skip)('says so when its user cannot reach the folder', async () => {
    const closed = mkdtempSync(join(tmpdir(), 'qd-closed-'));
    chmodSync(closed, 0o700);
    const data = { ...options, dataFolder: join(closed, 'data'), port: 1 };
    await expect(postgresCommand(data)).rejects.toThrow(/`postgres` cannot enter .*set QUARTERDECK_STATE/);
    rmSync(closed, { recursive: true });
  });
});
