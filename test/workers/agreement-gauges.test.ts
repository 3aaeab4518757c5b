import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { newKey } from '../../adapters/keys/keys.ts';
import { putAgreement } from '../../adapters/store/agreements.ts';
import { transact } from '../../adapters/store/pool.ts';
import { setRollout } from '../../adapters/store/rollout.ts';
import { freePorts } from '../../scripts/setup/ports.ts';
import { openedDatabase } from '../adapters/store/database.ts';
import { eventually } from '../workflows/deal/cases.ts';

const db = openedDatabase();
const AT = new Date().toISOString();

test('Prometheus reads how well machine and people agree in a segment, and what is not as signed', async () => {
  const root = newKey(mkdtempSync(join(tmpdir(), 'qd-gauges-')), 'installation');
  const segment = 'Gold/EMEA/standard';
  const put = (id: string, kind: 'blind' | 'confirmed', agreed: boolean) =>
    transact(db.app, (tx) =>
      putAgreement(
        tx,
        {
          ...{ case: `deal:files:${id}`, revision: 1, lifecycle: 'deal', segment, machine: 'approve' },
          ...{ human: agreed ? 'approve' : 'reject', agreed, amountUsd: '1000', kind, draw: 0.01, share: 1 },
          at: AT,
        },
        { key: root, at: AT },
      ),
    );
  for (let index = 0; index < 20; index += 1) await put(`b${index}`, 'blind', index > 0);
  await put('c', 'confirmed', true);
  await put('forged', 'blind', true);
  await db.app.pool.query("update agreements set amount_usd = 5 where case_id = 'deal:files:forged'");
  await transact(db.app, (tx) =>
    setRollout(tx, {
      ...{ lifecycle: 'deal', segment, mode: 'assisted', reason: 'pilot', changedBy: 'p-sam', token: null },
      ...{ bootstrap: false, changedAt: AT },
    }),
  );
  const [port] = await freePorts(1);
  const address = `127.0.0.1:${port}`;
  const settings = { databaseUrl: db.app.pool.options.connectionString, address, root };
  const shown = spawn(
    process.execPath,
    [join(import.meta.dirname, 'agreement-gauges-process.ts'), JSON.stringify(settings)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    await once(shown.stdout, 'data');
    const text = await eventually(async () => {
      const read = await fetch(`http://${address}/metrics`).then((answer) => answer.text());
      return read.includes('quarterdeck_rollout_mode') ? read : undefined;
    });
    const value = (name: string, ...tags: string[]) => {
      const all = [`lifecycle="deal"`, `segment="${segment}"`, ...tags];
      const line = text
        .split('\n')
        .find((one) => one.startsWith(`${name}{`) && all.every((tag) => one.includes(tag)));
      return line === undefined ? undefined : Number(line.split(' ').at(-1));
    };
    expect(value('quarterdeck_agreement_decisions', 'sample="counted"')).toBe(20);
    expect(value('quarterdeck_agreement_agreed', 'sample="counted"')).toBe(19);
    expect(value('quarterdeck_agreement_decisions', 'sample="confirmed"')).toBe(1);
    // Clopper–Pearson, one-sided, of 19 of 20.
    const bound = value('quarterdeck_agreement_lower_bound', 'sample="counted"', 'of="decisions"');
    expect(bound).toBeCloseTo(0.7839, 3);
    expect(value('quarterdeck_agreement_unproved')).toBe(1);
    expect(value('quarterdeck_rollout_mode', 'mode="assisted"')).toBe(1);
    expect(value('quarterdeck_rollout_mode', 'mode="automated"')).toBe(0);
  } finally {
    shown.kill('SIGKILL');
    await once(shown, 'exit');
  }
});
