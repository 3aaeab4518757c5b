import type { CrmPort } from '../../../adapters/ports/crm.ts';
import type { WriteCase } from '../contract.ts';

export const account = { externalId: "o'neill.inc", name: "O'Neill & Söhne 'GmbH'", domain: 'oneill.inc' };
export const contact = { externalId: 'ct-77', email: 'it@oneill.inc', accountExternalId: 'earlier.example' };
export const opportunity = {
  externalId: 'email-4f/2a',
  name: 'Acme – 50 seats',
  amount: '1200.50',
  currency: 'EUR',
  closeDate: '2027-02-01',
  accountExternalId: 'earlier.example',
  partnerId: '7001',
  tags: ['size:large', 'product:backup'],
  competitor: 'Initech',
};

/** An account that was in the CRM before us. */
export const STANDING = '001QD000000GARO';
export const onStanding = <T extends { accountExternalId: string }>({
  accountExternalId: _,
  ...payload
}: T) => ({
  ...payload,
  accountId: STANDING,
});

/** How one CRM takes the writes of the suite. */
export interface CrmTakes {
  /** How its writes may be repeated. */
  repeat: WriteCase<CrmPort>['repeat'];
  /** Reads that the write of a contact needs. */
  contactReads: number;
  /** Whether a second write changes the same record. */
  sameRecord: boolean;
  /** A write whose record cannot be met again with other values. */
  ownKey?: string;
}

/** Every write of a CRM, for test/adapters/write-contract.ts. */
export function crmWrites({ repeat, contactReads, sameRecord, ownKey }: CrmTakes): WriteCase<CrmPort>[] {
  const cases: WriteCase<CrmPort>[] = [
    {
      name: 'upsertAccount',
      write: (port) => port.writes.upsertAccount,
      repeat,
      payload: account,
      changed: { ...account, name: 'O’Neill GmbH', domain: 'oneill.example' },
    },
    {
      name: 'upsertContact',
      write: (port) => port.writes.upsertContact,
      repeat,
      reads: contactReads,
      payload: contact,
      changed: { ...contact, email: 'office@oneill.inc' },
    },
    {
      name: 'upsertOpportunity',
      write: (port) => port.writes.upsertOpportunity,
      repeat,
      payload: opportunity,
      changed: {
        ...opportunity,
        amount: '900',
        closeDate: '2027-03-01',
        partnerId: null,
        tags: [],
        competitor: null,
      },
    },
    {
      name: 'upsertContact at an account of the CRM',
      write: (port) => port.writes.upsertContact,
      repeat,
      reads: contactReads,
      payload: onStanding(contact),
    },
    {
      name: 'upsertOpportunity at an account of the CRM',
      write: (port) => port.writes.upsertOpportunity,
      repeat,
      payload: onStanding(opportunity),
      changed: { ...onStanding(opportunity), amount: '900' },
    },
  ];
  return cases.map(({ changed, ...rest }) =>
    sameRecord && changed && rest.name !== ownKey ? { ...rest, changed } : rest,
  );
}
