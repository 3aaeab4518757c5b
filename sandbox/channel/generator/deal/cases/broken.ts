import type { Desk, Item } from '../../desk.ts';
import { pdf } from '../../pdf.ts';
import type { Registration } from '../../truth.ts';
import { zipBomb } from '../../zip.ts';
import { automated, inTurn, type Plant } from './case.ts';

interface Broken {
  name: string;
  why: string;
  form: Item['form'];
  /** Puts the fault into the record as it is sent. */
  fault?(record: Record<string, unknown>): Record<string, unknown>;
  /** The whole file. */
  raw?(record: Record<string, unknown>): { ending: string; bytes: string | Buffer };
  /** Readable, but its attachment is not: a person looks. */
  attachment?: { name: string; type: string; bytes(): Buffer };
}

const envelope = (fields: Record<string, unknown>) => ({
  ending: 'json',
  bytes: `${JSON.stringify(fields)}\n`,
});

const BROKEN: Broken[] = [
  {
    name: 'invalid_json',
    why: 'the body breaks off',
    form: 'webhook',
    raw: ({ deal_id }) =>
      envelope({
        source: 'portal',
        id: `msg_${deal_id}`,
        raw: `{ "type": "deal.submitted", "data": { "deal_id": "${deal_id}", `,
      }),
  },
  {
    name: 'unknown_currency',
    why: 'ZZZ is no currency',
    form: 'webhook',
    fault: (record) => ({ ...record, estimated_value: { amount: '12000.00', currency: 'ZZZ' } }),
  },
  {
    name: 'negative_amount',
    why: 'the amount is negative',
    form: 'csv',
    fault: (record) => ({ ...record, estimated_value: { amount: '-4500.00', currency: 'USD' } }),
  },
  {
    name: 'wrong_types',
    why: 'a name that is an object and territories that are a number',
    form: 'webhook',
    fault: (record) => ({ ...record, customer_name: { first: 'A' }, territories: 7 }),
  },
  {
    name: 'impossible_date',
    why: '30 February is no day',
    form: 'webhook',
    fault: (record) => ({ ...record, expected_close_date: '2027-02-30' }),
  },
  {
    name: 'no_id',
    why: 'the registration has no id',
    form: 'webhook',
    fault: ({ deal_id: _, ...record }) => record,
  },
  {
    name: 'ambiguous_amount',
    why: '12,500 may be twelve and a half thousand or twelve and a half: a structured amount is never guessed at',
    form: 'csv',
    fault: (record) => ({ ...record, estimated_value: { amount: '12,500', currency: 'EUR' } }),
  },
  {
    name: 'broken_pdf',
    why: 'the PDF breaks off in its middle',
    form: 'pdf',
    raw: () => ({ ending: 'pdf', bytes: pdf([['Customer: nobody will ever know']]).subarray(0, 180) }),
  },
  {
    name: 'record_unknown',
    why: 'the PRM has no record of this id',
    form: 'impartner',
    raw: () =>
      envelope({ source: 'impartner', body: { event: 'deal.submitted', object: 'Deal', id: 99_999_999 } }),
  },
  { name: 'empty', why: 'the file is empty', form: 'csv', raw: () => ({ ending: 'csv', bytes: '' }) },
  {
    name: 'no_sender',
    why: 'an e-mail without a sender',
    form: 'mail',
    raw: () => ({ ending: 'eml', bytes: 'Subject: deal\n\nCustomer: Somebody\n' }),
  },
  {
    name: 'zip_bomb',
    why: 'the attachment would unpack to a thousand times its size; the mail itself is read, a person looks',
    form: 'mail',
    attachment: {
      name: 'price-list.zip',
      type: 'application/zip',
      bytes: () => zipBomb('prices.csv', 12_000_000),
    },
  },
  {
    name: 'broken_attachment',
    why: 'the attached PDF is broken; the mail itself is read, a person looks',
    form: 'mail',
    attachment: {
      name: 'nda-signed.pdf',
      type: 'application/pdf',
      bytes: () => pdf([['Signed.']]).subarray(0, 150),
    },
  },
];

/** What cannot be read, and what comes with something that cannot. */
export const broken: Plant = (desk: Desk, turn): Item => {
  const { name, why, form, fault, raw, attachment } = inTurn(BROKEN, turn);
  const partner = desk.partner(automated);
  const registration: Registration = desk.register(partner, desk.customer(partner.territories[0] as string));
  return {
    registration,
    form,
    style: {
      layout: 0,
      language: 'en',
      extra: attachment ? { attachment: { ...attachment, bytes: attachment.bytes() } } : {},
    },
    ...(fault ? { fault } : {}),
    ...(raw ? { raw } : {}),
    planted: { kind: `broken.${name}`, why, ...(attachment ? {} : { dead: true as const }) },
  };
};
