import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import {
  hubspotBatch,
  hubspotError,
  hubspotEvent,
  hubspotEvents,
  hubspotMapping,
  hubspotPage,
  hubspotRow,
} from '../../contracts/vendors/hubspot.ts';
import { impartnerEnvelope, impartnerPage } from '../../contracts/vendors/impartner.ts';
import {
  partnerstackEnvelope,
  partnerstackEvent,
  partnerstackPage,
  partnerstackRecord,
} from '../../contracts/vendors/partnerstack.ts';
import {
  salesforceErrors,
  salesforceRow,
  salesforceToken,
  salesforceUpserted,
} from '../../contracts/vendors/salesforce.ts';

/** Bodies as the vendors publish or were seen to send them; the schemas must read them all. */
describe('Impartner', () => {
  test('a page of deals, keys in lower case', () => {
    const data = {
      count: 1,
      entity: 'Deal',
      results: [
        {
          id: 101,
          name: 'Acme renewal',
          company: { id: 7, name: 'Partner A' },
          amount: 25_000,
          closedate: '2027-01-31T00:00:00',
        },
      ],
    };
    const envelope = impartnerEnvelope.parse({ success: true, data });
    expect(impartnerPage.parse(envelope.data).results[0]).toMatchObject({ id: '101', amount: 25_000 });
  });

  test('an error names status and code, or nothing at all', () => {
    const errors = [{ httpstatus: 404, code: 'RecordNotFound', message: 'x' }];
    expect(impartnerEnvelope.parse({ success: false, message: 'x', errors, data: null }).errors).toEqual(
      errors,
    );
    expect(impartnerEnvelope.parse({ success: false }).success).toBe(false);
  });
});

describe('PartnerStack', () => {
  const deal = {
    ...{ key: 'deal_x', stage: 'approved', amount: 2_500_000, close_date: '2027-01-31' },
    ...{ field_data: {}, fields: [], meta: null, partner_key: 'JohnSmith', updated_at: 1_784_217_960_934 },
  };

  test('a changed deal, and a page of them', () => {
    const answer = partnerstackEnvelope.parse({ data: deal, message: 'Deal updated', status: 200 });
    expect(partnerstackRecord.parse(answer.data)).toEqual(deal);
    expect(partnerstackPage.parse({ items: [deal], has_more: false }).items).toHaveLength(1);
  });

  test('a status as number, text or class', () => {
    for (const [told, status] of [
      [404, 404],
      ['404', 404],
      ['4xx', 400],
      ['2xx', 200],
    ])
      expect(partnerstackEnvelope.parse({ message: 'x', status: told }).status).toBe(status);
    expect(partnerstackEnvelope.safeParse({ data: deal }).success).toBe(false);
  });

  test('an event as its documentation shows one', () => {
    const event = {
      ...{ id: 123, partner_key: 'JohnSmith', group: { id: 22, slug: 'topsellers' } },
      ...{ event: 'partnership_created', archived: 'false' },
    };
    expect(partnerstackEvent.parse(event).event).toBe('partnership_created');
  });
});

describe('Salesforce', () => {
  test('a token', () => {
    const body = {
      access_token: '00Dxx!AQ',
      signature: 'x',
      scope: 'api',
      instance_url: 'https://acme.my.salesforce.com',
      id: 'https://login.salesforce.com/id/00Dxx0000001gPLEAY/005xx000001SwiUAAS',
      token_type: 'Bearer',
      issued_at: '1761000000000',
    };
    expect(salesforceToken.parse(body).instance_url).toBe('https://acme.my.salesforce.com');
    expect(salesforceToken.safeParse({ ...body, instance_url: 'javascript:alert(1)' }).success).toBe(false);
  });

  test('an upsert with and without `created`, and one that failed inside a 200', () => {
    expect(salesforceUpserted.parse({ id: '006xx', success: true, errors: [], created: true }).created).toBe(
      true,
    );
    expect(salesforceUpserted.parse({ id: '006xx', success: true, errors: [] }).created).toBeUndefined();
    expect(salesforceUpserted.safeParse({ id: '006xx', success: false, errors: [] }).success).toBe(false);
  });

  test('errors with and without fields', () => {
    expect(
      salesforceErrors.parse([{ errorCode: 'INVALID_FIELD', message: 'x', fields: ['Name'] }]),
    ).toHaveLength(1);
    expect(salesforceErrors.parse([{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'x' }])).toHaveLength(1);
    expect(salesforceErrors.safeParse([]).success).toBe(false);
  });

  test('a row with Salesforce’s spelling of a moment', () => {
    const row = {
      attributes: { type: 'Account' },
      Id: '001',
      LastModifiedDate: '2026-11-21T09:40:00.000+0000',
    };
    expect(new Date(salesforceRow.parse(row).LastModifiedDate).toISOString()).toBe(
      '2026-11-21T09:40:00.000Z',
    );
  });
});

describe('HubSpot', () => {
  const row = {
    id: '512',
    properties: {
      amount: '1500.5',
      dealname: 'Custom data integrations',
      hs_object_id: '512',
      closedate: null,
    },
    createdAt: '2026-03-30T03:30:17.883Z',
    updatedAt: '2026-10-07T16:50:06.678Z',
    archived: false,
    url: 'https://app.hubspot.com/contacts/1/record/0-3/512',
  };

  test('a record, with and without what hangs on it', () => {
    expect(hubspotRow.parse(row).associations).toBeUndefined();
    const linked = { contacts: { results: [{ id: '1', type: 'deal_to_contact' }], paging: {} } };
    expect(hubspotRow.parse({ ...row, associations: linked }).associations?.contacts?.results).toHaveLength(
      1,
    );
    expect(hubspotRow.safeParse({ ...row, id: 512 }).success).toBe(false);
  });

  test('a batch that landed, one that failed, and one that did in part', () => {
    const times = { startedAt: row.createdAt, completedAt: row.updatedAt };
    const landed = {
      status: 'COMPLETE',
      results: [{ ...row, new: true, objectWriteTraceId: 'a' }],
      ...times,
    };
    expect(hubspotBatch.parse(landed).results[0]).toMatchObject({ new: true });
    const error = {
      status: 'error',
      category: 'VALIDATION_ERROR',
      message: 'Property values were not valid: [{"isValid":false}]',
      context: { objectWriteTraceId: ['b'] },
      errors: [{ message: 'x', code: 'INVALID_EMAIL', in: 'email', context: { propertyName: ['email'] } }],
    };
    const failed = { status: 'COMPLETE', results: [], numErrors: 1, errors: [error], ...times };
    expect(hubspotBatch.parse(failed)).toMatchObject({
      results: [],
      errors: [{ category: 'VALIDATION_ERROR' }],
    });
    expect(hubspotBatch.parse({ ...failed, results: landed.results }).results).toHaveLength(1);
    expect(hubspotBatch.safeParse({ status: 'error', message: 'x' }).success).toBe(false);
  });

  test('a page of a search, the last one too', () => {
    const more = { total: 2, results: [row], paging: { next: { after: '1', link: '?after=1' } } };
    expect(hubspotPage.parse(more).paging?.next?.after).toBe('1');
    expect(hubspotPage.parse({ total: 0, results: [] }).paging).toBeUndefined();
  });

  test('errors with and without their parts', () => {
    const limit = {
      status: 'error',
      message: 'x',
      errorType: 'RATE_LIMIT',
      policyName: 'TEN_SECONDLY_ROLLING',
    };
    expect(hubspotError.parse(limit).policyName).toBe('TEN_SECONDLY_ROLLING');
    expect(hubspotError.parse({}).category).toBeUndefined();
  });

  test('events in both spellings; at most a hundred', () => {
    const event = {
      eventId: 100,
      subscriptionId: 1234,
      portalId: 62_515,
      appId: 98_765,
      occurredAt: 1_711_234_567_890,
      subscriptionType: 'deal.propertyChange',
      attemptNumber: 0,
      objectId: 123,
      propertyName: 'dealstage',
      propertyValue: 'closedwon',
      changeSource: 'CRM',
    };
    expect(hubspotEvent.parse(event)).toMatchObject({ objectId: '123', eventId: '100' });
    expect(hubspotEvent.parse(event)).not.toHaveProperty('propertyValue');
    const other = { ...event, subscriptionType: 'object.creation', objectTypeId: '0-3', objectId: '123' };
    expect(hubspotEvent.parse(other)).toMatchObject({ objectTypeId: '0-3', objectId: '123' });
    expect(hubspotEvent.safeParse({ ...event, objectId: '1/../2' }).success).toBe(false);
    expect(hubspotEvents.safeParse(Array(101).fill(event)).success).toBe(false);
  });

  test('a mapping takes names of properties only, and no registration without a mark', () => {
    const shipped = parse(readFileSync('policy/mappings/hubspot.yaml', 'utf8'));
    expect(hubspotMapping.safeParse(shipped).success).toBe(true);
    for (const wrong of ['Name', 'a b', 'a,b', '../x', ''])
      expect(
        hubspotMapping.safeParse({ ...shipped, account: { ...shipped.account, externalId: wrong } }).success,
      ).toBe(false);
    const unmarked = { ...shipped, registration: { ...shipped.registration, when: {} } };
    expect(hubspotMapping.safeParse(unmarked).success).toBe(false);
    expect(hubspotMapping.safeParse({ ...shipped, extra: 1 }).success).toBe(false);
  });
});
