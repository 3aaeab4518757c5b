import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { unavailable } from '../../adapters/store/outage.ts';
import { openStore } from '../../adapters/store/pool.ts';
import { NoTemporal, temporalAway } from '../../installation/temporal.ts';
import { untilAnswers } from '../../installation/until-answers.ts';
import { freePorts } from '../../scripts/setup/ports.ts';

const isAway = (error: unknown) => unavailable(error, true) !== undefined;

test('a database that is away is asked again for as long as it is allowed, and then the reason is thrown', async () => {
  const [port] = await freePorts(1);
  const store = openStore({ url: `postgresql://nobody:none@127.0.0.1:${port}/none` });
  const waits: unknown[] = [];
  let tries = 0;
  const attempt = () => {
    tries += 1;
    return store.pool.query('select 1');
  };
  const began = Date.now();
  await expect(untilAnswers(attempt, isAway, (error) => waits.push(error), 1_000)).rejects.toThrow(
    'ECONNREFUSED',
  );
  expect(Date.now() - began).toBeGreaterThanOrEqual(1_000);
  expect(tries).toBeGreaterThan(3);
  expect(waits).toHaveLength(1);
  await store.close();
});

test('it answers as soon as the server does, and any other error ends it at once', async () => {
  const back = sleep(300).then(() => true);
  let isBack = false;
  void back.then(() => {
    isBack = true;
  });
  const attempt = async () => {
    if (isBack) return 'here';
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  };
  expect(await untilAnswers(attempt, isAway, () => undefined)).toBe('here');
  let tries = 0;
  const wrong = async () => {
    tries += 1;
    throw new Error('the database lacks migration 0007');
  };
  await expect(untilAnswers(wrong, isAway, () => undefined)).rejects.toThrow('lacks migration');
  expect(tries).toBe(1);
});

test('a Temporal that is away or only starting is waited for, one that was asked wrongly is not', () => {
  const grpc = (code: number) =>
    Object.assign(new Error('said'), { code, details: 'said', metadata: { internalRepr: new Map() } });
  expect(temporalAway(new NoTemporal('none'))).toBe(true);
  // UNAVAILABLE, DEADLINE_EXCEEDED; NOT_FOUND, PERMISSION_DENIED.
  expect([14, 4, 5, 7].map((code) => temporalAway(grpc(code)))).toEqual([true, true, false, false]);
  expect(temporalAway(new Error('list failed', { cause: grpc(14) }))).toBe(true);
  expect(temporalAway(Object.assign(new Error('no connection'), { name: 'TransportError' }))).toBe(true);
  expect([new Error('14'), 'away', null, undefined].map(temporalAway)).toEqual([false, false, false, false]);
});
