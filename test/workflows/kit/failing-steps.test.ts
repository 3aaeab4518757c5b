import { expect, test } from '@jest/globals';
import { submit } from '../../../workflows/messages.ts';
import { skipWithout } from '../../environment/servers.ts';
import { type DeskHandle, describeDesk } from './desk-fixture.ts';

skipWithout('java')('a step of the gate that fails for good', () => {
  const desk = describeDesk({ skips: true });
  const FAILED = 'is tried again in an hour';
  const approved = async (handle: DeskHandle) => {
    expect(await desk.decide(handle, await desk.said(handle, 'approve'))).toMatchObject({ final: true });
    await handle.result();
  };
  /** Until it has failed so often as it shall, and an hour after that. */
  async function goOnAfter(name: string): Promise<void> {
    while ((desk.failing.get(name) ?? 0) > 0) {
      await new Promise((done) => setTimeout(done, 100));
      await desk.env.sleep('10 min');
    }
    for (let hour = 0; hour < 3; hour += 1) {
      await new Promise((done) => setTimeout(done, 300));
      await desk.env.sleep('1 h');
    }
  }

  test('an amendment: the question stays open, and is closed at a later try', async () => {
    const handle = await desk.start();
    desk.failing.set('closeGate', 2);
    await handle.executeUpdate(submit, { args: [{ case: 'any', revision: 2, contentHash: 'x' }] });
    const stuck = await desk.until(handle, (view) => view.openProblem === 'step_failed');
    expect(stuck.gate).toMatchObject({ round: 1 });
    await goOnAfter('closeGate');
    const asked = await desk.until(handle, (view) => view.gate?.round === 2);
    expect(asked.openProblem).toBe('none');
    await approved(handle);
  });

  test('a reminder: it is tried again, and people decide meanwhile', async () => {
    const handle = await desk.start();
    desk.failing.set('gateTick', 1);
    const { gate } = await desk.view(handle);
    await desk.env.sleep(Date.parse(gate?.dueAt ?? '') - (await desk.env.currentTimeMs()));
    const stuck = await desk.until(handle, (view) => view.history.some((line) => line.includes(FAILED)));
    expect(stuck.gate).not.toBeNull();
    await goOnAfter('gateTick');
    await desk.until(handle, (view) => view.history.some((line) => line.endsWith(' remind')));
    await approved(handle);
  });

  test('an opening: it is tried again', async () => {
    desk.failing.set('openGate', 1);
    const starting = desk.start();
    await goOnAfter('openGate');
    const handle = await starting;
    expect((await desk.view(handle)).history.join()).toContain(FAILED);
    await approved(handle);
  });
});
