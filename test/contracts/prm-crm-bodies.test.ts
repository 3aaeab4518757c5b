import { describe, expect, test } from '@jest/globals';
import { impartnerEnvelope, impartnerPage } from '../../contracts/impartner.ts';
import {
  partnerstackEnvelope,
  partnerstackEvent,
  partnerstackPage,
  partnerstackRecord,
} from '../../contracts/partnerstack.ts';
import {
  salesforceErrors,
  salesforceRow,
  salesforceToken,
  salesforceUpserted,
} from '../../contracts/salesforce.ts';

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
