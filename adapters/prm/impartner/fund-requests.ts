import type { ImpartnerMapping, ImpartnerRecord } from '../../../contracts/vendors/impartner.ts';
import type { FundRequest } from '../../../domain/incentives/fund-request.ts';
import { roundMoney } from '../../../domain/money.ts';
import type { PrmFunds } from '../../ports/prm.ts';
import { dayOf } from '../day-of.ts';
import { amount, flag, referred, text } from '../field-values.ts';
import type { ImpartnerClient } from './client.ts';
import { recordReader } from './records.ts';

type FundMapping = NonNullable<ImpartnerMapping['fund']>;

/** Requests for market development funds of a tenant. @param currency of a request that names none */
export function impartnerFunds(
  client: Pick<ImpartnerClient, 'get'>,
  fund: FundMapping,
  currency: string,
): PrmFunds {
  const fields = ['Id', ...Object.values(fund.fields).filter((field) => field !== undefined)];
  return {
    async read(id, call) {
      const record = await client.get(fund.object, id, fields, call);
      // One that was merged is answered under another id, and nobody has approved that for this one.
      return record && record.id === id ? requestFrom(record, fund, currency) : null;
    },
  };
}

/** @throws VendorFault `rejected` when a field has another type than mapped. */
function requestFrom(record: ImpartnerRecord, fund: FundMapping, currency: string): FundRequest {
  const read = recordReader(fund.object, record);
  const { fields } = fund;
  const approved = read(fields.amount, amount);
  return {
    record: `prm:${fund.object}/${record.id}`,
    partnerId: read(fields.partner, referred) ?? '',
    approved: fund.approved.includes(read(fields.status, text) ?? ''),
    amount:
      approved === null
        ? null
        : roundMoney({ amount: approved, currency: read(fields.currency, text) ?? currency }),
    approvedOn: dayOf(read(fields.approvedOn, text)),
    activityOn: dayOf(read(fields.activityOn, text)),
    extended: read(fields.extended, flag) ?? false,
  };
}
