import { describe, expect, test } from '@jest/globals';
import { eventReaders, readerOf } from '../../../adapters/intake/events.ts';
import { VendorFault } from '../../../adapters/ports/call.ts';
import type { EventForm } from '../../../adapters/ports/registrar.ts';

const missing = () => {
  throw new VendorFault({ vendor: 'x', kind: 'rejected', code: 'missing_id', message: 'names no record' });
};
/** As a vendor with another facet has it. */
const form = (facets: Record<string, (event: unknown) => string | null>) => ({ facets }) as EventForm;

describe('an event of a vendor that keeps several kinds of record', () => {
  test('is about the record of the facet that knows it', () => {
    const reader = readerOf(form({ deal: () => null, claim: () => 'C-7' }));
    expect(reader.reported({})).toEqual({ lifecycle: 'claim', id: 'C-7' });
    expect(readerOf(form({ deal: missing, claim: () => 'C-7' })).reported({})).toMatchObject({ id: 'C-7' });
  });

  test('is about something else when no facet knows it, and names no record when one misses its id', () => {
    expect(readerOf(form({ deal: () => null, claim: () => null })).reported({})).toBeNull();
    expect(() => readerOf(form({ deal: () => null, claim: missing })).reported({})).toThrow(
      'names no record',
    );
  });

  test('is never hidden by another failure', () => {
    const broken = () => {
      throw new TypeError('a defect');
    };
    expect(() => readerOf(form({ deal: broken, claim: () => 'C-7' })).reported({})).toThrow('a defect');
  });
});

describe('who reads the events of a source', () => {
  const of = eventReaders({ prm: 'partnerstack', crm: 'hubspot' });
  const deal = {
    subscriptionType: 'deal.creation',
    objectId: 5,
    subscriptionId: 1,
    eventId: 2,
    occurredAt: 3,
  };

  test('the CRM for its own, the PRM for every other', () => {
    expect(of('hubspot').reported(deal)).toEqual({ lifecycle: 'deal', id: '5' });
    expect(of('hubspot').delivered?.([deal])).toHaveLength(1);
    expect(of('partnerstack').reported({ event: 'deal.created', key: 'k' })).toEqual({
      lifecycle: 'deal',
      id: 'k',
    });
    expect(of('anybody').delivered).toBeUndefined();
  });

  test('a PRM without a form of its own names its record as id, whatever its vendor is called', () => {
    for (const prm of ['impartner', 'constructor', 'files'])
      expect(eventReaders({ prm, crm: 'salesforce' })('portal').reported({ id: '101' })).toEqual({
        lifecycle: 'deal',
        id: '101',
      });
  });
});
