import { expect, test } from '@jest/globals';
import { extendProtection, extensionDecision } from '../../../activities/deal/extension.ts';
import { extensionStanding } from '../../../activities/deal/extension-standing.ts';
import { gateDeps } from '../../../activities/index.ts';
import { auditOf } from '../../../adapters/store/audit.ts';
import { registrationOf } from '../../../adapters/store/deal/registrations.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { protectionId } from '../../../domain/identity.ts';
import type { CaseView } from '../../../workflows/messages.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { signed } from '../signed.ts';
import { eventually, newDeal } from './cases.ts';
import { moveStage } from './move-stage.ts';

/** On the real server, which wakes a window that sleeps until its first notice. */
const CALL = { timeoutMs: 5_000, mayWait: true };
const here = describeInstallation();

test('a signed extension wakes the window: the partner is told at once, and Temporal shows the new end', async () => {
  const tx = statement(here.store);
  const id = await here.submit(newDeal());
  await here.until(id, (row) => row.status === 'completed');
  await moveStage(here, id, 'Proposal/Price Quote');
  const deps = { ...here.deps, ...gateDeps(here.deps) };
  const request = { case: id, by: 'p-ana', reason: 'the proof of concept runs' };
  expect(await extendProtection(deps, request, CALL)).toMatchObject({ code: 'unsigned' });
  const token = async (change: Partial<typeof request> = {}) => {
    const { evidenceHash } = await extensionStanding(tx, here.deps.ports, id, CALL);
    return signed(here, protectionId(id), extensionDecision({ ...request, ...change }), evidenceHash);
  };
  const forOther = { ...request, token: await token({ reason: 'another reason' }) };
  expect(await extendProtection(deps, forOther, CALL)).toMatchObject({ code: 'bad_signature' });
  const beforeMove = { ...request, token: await token() };
  await moveStage(here, id, 'Negotiation/Review');
  expect(await extendProtection(deps, beforeMove, CALL)).toMatchObject({ code: 'stale_round' });

  const mails = here.smtp.mails.length;
  const answer = await extendProtection(deps, { ...request, token: await token() }, CALL);
  const { protectedUntil } = answer as { protectedUntil: string };
  expect((await registrationOf(tx, id))?.protectedUntil).toBe(protectedUntil);
  await eventually(() => here.smtp.mails.slice(mails).some((mail) => /prolongée/.test(mail.subject)));
  const view = await here.env.client.workflow.getHandle(protectionId(id)).query<CaseView>('status');
  expect(view.history.join('\n')).toContain(`extended; protected until ${protectedUntil}`);
  const last = (await auditOf(tx, id)).at(-1)?.entry;
  expect(last).toMatchObject({ action: 'protection.extended', actor: 'p-ana', as: 'channel_manager' });
  expect(last?.signedWith).not.toBeNull();
});
