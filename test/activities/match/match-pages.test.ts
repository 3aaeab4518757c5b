import { expect, test } from '@jest/globals';
import { crmPage } from '../../../activities/match/match-pages.ts';
import type { MatchPort } from '../../../adapters/ports/match.ts';
import { call } from '../../adapters/contract.ts';
import type { CrmRig } from '../../adapters/crm/rig.ts';
import { salesforceRig } from '../../adapters/crm/rig.ts';

/** What the index is told; the index itself is tested in match-mirror.test.ts. */
function told() {
  const held = new Set<string>();
  const index: Pick<MatchPort, 'records' | 'children' | 'index' | 'remove'> = {
    records: async () => [],
    children: async () => [],
    index: async (records) => {
      for (const { record } of records) held.add(record.record);
    },
    remove: async (ids) => {
      for (const id of ids) held.delete(id);
    },
  };
  return { held, index };
}

async function mirrored({ port }: CrmRig, index: object): Promise<void> {
  const deps = { ports: { crm: port, match: index } } as never;
  for (let mark = null; ; ) {
    const page = await crmPage(deps, mark, [], call);
    mark = page.mark as never;
    if (!page.more) return;
  }
}

test('what was merged or deleted in the CRM leaves the index, and what it went into stays', async () => {
  const rig = await salesforceRig();
  try {
    const { held, index } = told();
    await mirrored(rig, index);
    const ids = ['001QD000000PAC1', '001QD000000PAC2', '001QD000000GARO'].map((id) => `crm:Account/${id}`);
    expect([...held]).toEqual(expect.arrayContaining([...ids, 'crm:Opportunity/006QD000000GAR1']));
    rig.others.merge?.('account', '001QD000000PAC2', '001QD000000PAC1');
    await rig.others.remove('account', '001QD000000GARO');
    await mirrored(rig, index);
    expect(held).toContain('crm:Account/001QD000000PAC1');
    for (const gone of [...ids.slice(1), 'crm:Opportunity/006QD000000GAR1']) expect(held).not.toContain(gone);
  } finally {
    await rig.close();
  }
});
