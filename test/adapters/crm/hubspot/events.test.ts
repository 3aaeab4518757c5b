import { describe, expect, test } from '@jest/globals';
import { delivered, reported } from '../../../../adapters/crm/hubspot/events.ts';
import { VendorFault } from '../../../../adapters/ports/call.ts';

const base = {
  ...{ eventId: 1, subscriptionId: 1234, portalId: 62_515, appId: 98_765, attemptNumber: 0 },
  occurredAt: 1_786_997_905_997,
};
const link = (change: object) => ({
  ...base,
  subscriptionType: 'deal.associationChange',
  ...{ associationType: 'DEAL_TO_COMPANY', fromObjectId: 5, toObjectId: 6, associationRemoved: false },
  ...change,
});
const of = (subscriptionType: string, change: object = {}) => ({
  ...base,
  subscriptionType,
  objectId: 5,
  ...change,
});

describe('an event of HubSpot names the deal that it is about', () => {
  test.each([
    ['a creation', of('deal.creation'), '5'],
    ['a creation in the general spelling', of('object.creation', { objectTypeId: '0-3' }), '5'],
    ['a link to a company', link({}), '5'],
    ['a link that was taken away', link({ associationRemoved: true }), '5'],
    [
      'a link in the general spelling',
      link({
        ...{ subscriptionType: 'object.associationChange', associationType: undefined },
        ...{ fromObjectTypeId: '0-3', toObjectTypeId: '0-2' },
      }),
      '5',
    ],
    [
      'a link of a company to the deal',
      link({
        subscriptionType: 'company.associationChange',
        associationType: 'COMPANY_TO_DEAL',
      }),
      '6',
    ],
    [
      'a link of a contact to the deal in the general spelling',
      link({
        ...{ subscriptionType: 'object.associationChange', associationType: null },
        ...{ fromObjectTypeId: '0-1', toObjectTypeId: '0-3' },
      }),
      '6',
    ],
    ['a merge', of('deal.merge', { objectId: undefined, primaryObjectId: 7, mergedObjectIds: [5] }), '7'],
    [
      'a merge into a new record',
      of('deal.merge', { primaryObjectId: 7, mergedObjectIds: [5], newObjectId: 8 }),
      '8',
    ],
    ['a deletion', of('deal.deletion'), null],
    ['a change of a company', of('company.propertyChange'), null],
    [
      'a link of a company to a contact',
      link({
        subscriptionType: 'company.associationChange',
        associationType: 'COMPANY_TO_CONTACT',
      }),
      null,
    ],
    ['a custom object', of('object.creation', { objectTypeId: '2-7' }), null],
  ])('%s', (_what, event, id) => {
    expect(reported(event)).toBe(id);
    const [found] = delivered([event]) ?? [];
    expect(found?.key).toMatch(/^1234\.1\.1786997905997\.\d+$/);
    // What the worker reads later is the event as it was kept.
    expect(reported(JSON.parse(JSON.stringify(found?.event)))).toBe(id);
  });

  test.each([
    ['no id', of('deal.creation', { objectId: undefined })],
    ['a link without its ends', link({ fromObjectId: null })],
    ['an id that is a path', of('deal.creation', { objectId: '5/../6' })],
    ['no event', 'deal.creation'],
  ])('%s names none', (_what, event) => {
    expect(delivered([event])).toEqual([{ key: null, record: '', event }]);
    expect(() => reported(event)).toThrow(VendorFault);
  });

  test('both spellings and all kinds of event are of one record', () => {
    const events = [
      of('deal.creation'),
      of('object.restore', { objectTypeId: '0-3' }),
      link({}),
      of('deal.deletion'),
    ];
    expect(new Set(delivered(events)?.map(({ record }) => record))).toEqual(new Set(['deal 5']));
    const others = [of('company.creation'), of('object.creation', { objectTypeId: '2-7' })];
    expect(delivered(others)?.map(({ record }) => record)).toEqual(['company 5', 'object 2-7 5']);
  });
});
