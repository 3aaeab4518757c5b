import { afterEach, expect, test } from '@jest/globals';
import { readRecord } from '../../../../adapters/intake/deal/record-hint.ts';
import { ownId } from '../../../../adapters/own-id.ts';
import { createPrm } from '../../../../adapters/prm/index.ts';
import type { ChannelPrmDeal } from '../../../../sandbox/channel.ts';
import { createImpartner } from '../../../../sandbox/impartner/index.ts';
import { call } from '../../contract.ts';
import { DEALS, dealsOf, PARTNERS } from '../../prm/records.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** What becomes of a call that names deal 101, which went into deal 90. */
async function merged(into: Partial<ChannelPrmDeal>, number?: string) {
  const deal = DEALS[0] as ChannelPrmDeal;
  const seed = { partners: PARTNERS, prmDeals: [deal, { ...deal, id: '90', ...into }] };
  const tenant = createImpartner({ seed });
  closing.push(() => tenant.close());
  const baseUrl = await tenant.listen();
  const headers = { authorization: 'prm-key sandbox-prm-key', 'content-type': 'application/json' };
  if (number !== undefined)
    await fetch(`${baseUrl}/api/objects/v1/Deal/90`, {
      ...{ method: 'PATCH', headers },
      body: JSON.stringify({ External_Id__cf: number }),
    });
  tenant.merge('Deal', '90', '101');
  const deals = dealsOf(
    createPrm('impartner', { baseUrl, apiKey: 'sandbox-prm-key', requestsPerSecond: 1_000 }),
  );
  const parts = await readRecord(deals, Buffer.from('{"id":"101"}'), new Date(), call);
  return parts.map((part) =>
    part.ok
      ? {
          id: part.parsed.externalId,
          openOnly: part.parsed.openOnly ?? false,
          merged: part.parsed.stated.problems.some(({ code }) => code === 'record_merged'),
        }
      : part.faults,
  );
}
const told = { id: '101', openOnly: true, merged: true };

test.each<[string, Partial<ChannelPrmDeal>, string | undefined, object[]]>([
  ['was submitted, too, is taken in', {}, undefined, [{ id: '90', openOnly: false, merged: false }]],
  [
    'was decided long ago makes no new case',
    { status: 'Approved' },
    undefined,
    [{ id: '90', openOnly: true, merged: false }],
  ],
  ['is a draft is none yet', { status: 'Draft' }, undefined, []],
  ['we wrote ourselves is known already', {}, ownId('a write of ours'), []],
])(
  'the open case of a registration hears that it was merged; the one that stays and %s',
  async (_, into, number, stays) => {
    expect(await merged(into, number)).toEqual([...stays, told]);
  },
);
