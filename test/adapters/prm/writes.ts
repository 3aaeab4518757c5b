import type { PrmPort } from '../../../adapters/ports/prm.ts';
import type { Write } from '../../../adapters/ports/write.ts';
import type { WriteCase } from '../contract.ts';
import { dealsOf } from './records.ts';

export const createDeal: Pick<WriteCase<PrmPort>, 'name' | 'write' | 'payload'> = {
  name: 'createDeal',
  write: (port) => dealsOf(port).writes.createDeal,
  payload: {
    externalId: 'email-4f2a',
    partnerId: '7001',
    fields: {
      customer_name: "O'Neill & Söhne 'GmbH'",
      opportunity_name: null,
      stated_value: { amount: '1200.50', currency: 'EUR' },
      expected_close_date: '2027-02-01',
      primary_contact_email: 'it@oneill.example',
      partner_notes: 'line one\nline two',
    },
  },
};
const updateDeal = {
  id: '101',
  status: 'Under Review',
  AI_Validation_Score: 64,
  Potential_Conflict_ID: '006QD000000GAR1',
  Routing_Recommendation: 'deal desk',
};

const recordConflict: Pick<WriteCase<PrmPort>, 'name' | 'write' | 'payload'> = {
  name: 'recordConflict',
  write: (port) => dealsOf(port).writes.recordConflict as Write,
  payload: {
    externalId: 'deal:impartner:101',
    dealId: '101',
    otherRecord: 'crm:006QD000000GAR1',
    clause: 'open direct opportunity',
    first: 'crm:006QD000000GAR1',
    summary: "The customer's domain is an account with an open opportunity.",
  },
};

/** How one PRM takes the writes of the suite. */
export interface PrmTakes {
  repeat: WriteCase<PrmPort>['repeat'];
  /** Whether it takes conflict records. */
  conflicts: boolean;
  /** Whether a second update changes the same record. */
  sameRecord: boolean;
  /** Reads that one update needs, the one before it among them. */
  updateReads: number;
}

/** Every write of a PRM, for test/adapters/write-contract.ts. */
export function prmWrites({ repeat, conflicts, sameRecord, updateReads }: PrmTakes): WriteCase<PrmPort>[] {
  return [
    { ...createDeal, repeat },
    ...(conflicts ? [{ ...recordConflict, repeat }] : []),
    {
      name: 'updateDeal',
      write: (port) => dealsOf(port).writes.updateDeal,
      repeat,
      payload: updateDeal,
      reads: updateReads,
      ...(sameRecord
        ? { changed: { id: '101', status: 'Rejected', closureReason: 'Conflict', AI_Validation_Score: 12 } }
        : {}),
    },
  ];
}
