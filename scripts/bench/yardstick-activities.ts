import type { Call } from '../../adapters/ports/call.ts';
import type { Ports } from '../../adapters/ports/index.ts';
import type { PrmDeals } from '../../adapters/ports/prm.ts';
import type { Write } from '../../adapters/ports/write.ts';
import type { JsonObject } from '../../domain/json.ts';

/** The registration that both sides of the comparison carry. */
export interface BareDeal {
  id: string;
  customer: string;
  domain: string;
  email: string;
  partnerId: string;
  partnerEmail: string;
}

const call: Call = { timeoutMs: 20_000, mayWait: true };

/** The vendor calls of one registration as plain activities, through the same adapters: what it reads before a write included. */
export function bareActivities(ports: Pick<Ports, 'prm' | 'crm' | 'notify'>) {
  const write = async (to: Write, payload: JsonObject, key: string) => {
    await to.before(payload, key, call);
    return (await to.send(payload, key, call)).id;
  };
  const { crm, prm, notify } = ports;
  return {
    readPartner: async (deal: BareDeal) => void (await prm.partners.read(deal.partnerId, call)),
    findCandidates: async (deal: BareDeal) =>
      void (await crm.candidates({ domain: deal.domain, name: deal.customer }, call)),
    writeAccount: (deal: BareDeal) =>
      write(
        crm.writes.upsertAccount,
        { externalId: deal.domain, name: deal.customer, domain: deal.domain },
        `${deal.id}/account`,
      ),
    writeContact: (deal: BareDeal) =>
      write(
        crm.writes.upsertContact,
        { externalId: deal.email, email: deal.email, accountExternalId: deal.domain },
        `${deal.id}/contact`,
      ),
    writeOpportunity: (deal: BareDeal) =>
      write(
        crm.writes.upsertOpportunity,
        {
          externalId: deal.id,
          name: deal.customer,
          amount: '22500.00',
          currency: 'USD',
          closeDate: '2030-01-31',
          accountExternalId: deal.domain,
          partnerId: deal.partnerId,
          tags: [],
        },
        `${deal.id}/opportunity`,
      ),
    createDeal: (deal: BareDeal) =>
      write(
        (prm.deals as PrmDeals).writes.createDeal,
        {
          externalId: deal.id,
          partnerId: deal.partnerId,
          fields: {
            customer_name: deal.customer,
            opportunity_name: deal.customer,
            stated_value: { amount: '22500.00', currency: 'USD' },
            expected_close_date: '2030-01-31',
            primary_contact_email: deal.email,
            partner_notes: null,
          },
        },
        `${deal.id}/create`,
      ),
    updateDeal: (deal: BareDeal, id: string) =>
      write(
        (prm.deals as PrmDeals).writes.updateDeal,
        { id, status: 'Approved', AI_Validation_Score: 90 },
        `${deal.id}/update`,
      ),
    sendMail: (deal: BareDeal) =>
      write(
        notify.writes.send,
        {
          message: { to: deal.partnerEmail, subject: 'approved', text: deal.customer },
          partnerId: deal.partnerId,
          kind: 'approved',
        },
        `${deal.id}/mail`,
      ),
  };
}
