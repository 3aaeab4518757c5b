import { expect, test } from '@jest/globals';
import { generated, triageChannel } from '../../scripts/bench/triage-agreement.ts';

test.each([20261120])(
  'triage agrees with the truth of a generated inbox, seed %p',
  async (seed) => {
    const { judged, disagreements } = await triageChannel(generated(seed));
    expect(judged).toBeGreaterThan(60);
    expect(disagreements.length / judged).toBeLessThanOrEqual(0.03);
  },
  60_000,
);

test('whoever is called a conflict against the truth is counted', async () => {
  const channel = generated(1);
  const conflicts = (
    JSON.parse(channel('truth.json').toString('utf8')) as { triage_status: string }[]
  ).filter(({ triage_status }) => triage_status === 'FLAGGED_CONFLICT');
  const nobody = JSON.stringify({ accounts: [], opportunities: [] });
  const forgetful = (path: string) => (path === 'crm.json' ? Buffer.from(nobody) : channel(path));
  const { disagreements } = await triageChannel(forgetful);
  expect(conflicts.length).toBeGreaterThan(5);
  expect(disagreements.filter(({ truth }) => truth === 'FLAGGED_CONFLICT').length).toBeGreaterThan(5);
}, 60_000);
