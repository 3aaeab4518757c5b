import type { DealDecisionFields } from '../../domain/deal/decision.ts';
import type { DealEvidence } from '../../domain/deal/evidence.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { DealNames } from './names.ts';

/**
 * What an approved or rejected registration writes, by ledger step. Personal values stand in it sealed and names as references, so that
 * neither the workflow's history nor the ledger can be read for them; they are opened just before the call
 * (activities/ledger/effect-payload.ts).
 */
export interface DealPayloads {
  /** Null where the customer is an account of the CRM already: nothing is written to it, and the others name its id. */
  account: JsonObject | null;
  contact: JsonObject;
  opportunity: JsonObject;
  /** Only for registrations that have no record in the PRM yet. */
  prmCreate: JsonObject | null;
  /** The record that is there; null where prmCreate makes one. Absent from cases of 0.1.0, whose own external id it was. */
  prmId?: string | null;
  /** Without `id`, `status` and `closureReason`, which the outcome decides. Null where the PRM keeps no registrations. */
  prmFields: JsonObject | null;
}

/**
 * @param names references to dealNames.
 * @param externalId the deal's own id; the opportunity's external id, so that a repeat is an upsert.
 * @param prmDeal id of its record in the PRM, when it came from there or an earlier case of it made one.
 * @param contactToken keyed hash of the contact's address: an external id that says nothing about the person.
 * @param standing id of the CRM's own account that is the customer; null: the account is written under our external id.
 */
export function dealPayloads(
  deal: { evidence: DealEvidence; fields: DealDecisionFields },
  /** Sealed values of the submission; null where it has none. */
  personal: { contact: Json; notes: Json; names: Record<keyof DealNames, Json> },
  ids: {
    source: string;
    externalId: string;
    contactToken: string;
    /** The PRM keeps registrations. */
    inPrm: boolean;
    fromPrm: boolean;
    prmDeal: string | null;
    standing: string | null;
  },
): DealPayloads {
  const { submission, partner } = deal.evidence;
  const { names } = personal;
  const hangsOn = ids.standing === null ? { accountExternalId: names.account } : { accountId: ids.standing };
  const value = submission.stated_value ?? { amount: '0', currency: 'USD' };
  const opportunity = ids.fromPrm ? ids.externalId : `${ids.source}-${ids.externalId}`;
  return {
    account:
      ids.standing === null
        ? { externalId: names.account, name: names.customer, domain: names.domain }
        : null,
    contact: {
      externalId: ids.contactToken,
      email: personal.contact,
      ...hangsOn,
    },
    opportunity: {
      externalId: opportunity,
      name: names.opportunity,
      amount: value.amount,
      currency: value.currency,
      closeDate: submission.expected_close_date ?? deal.evidence.asOf.slice(0, 10),
      ...hangsOn,
      partnerId: partner.id,
      tags: tags(deal.evidence, deal.fields),
      competitor: names.competitor,
    },
    prmId: ids.prmDeal,
    prmCreate:
      ids.prmDeal !== null || !ids.inPrm
        ? null
        : {
            externalId: opportunity,
            partnerId: partner.id,
            fields: {
              customer_name: submission.customer_name && names.customer,
              opportunity_name: submission.opportunity_name && names.opportunity,
              stated_value: submission.stated_value && { ...submission.stated_value },
              expected_close_date: submission.expected_close_date,
              primary_contact_email: personal.contact,
              partner_notes: personal.notes,
            },
          },
    prmFields: ids.inPrm
      ? {
          AI_Validation_Score: deal.fields.AI_Validation_Score,
          Potential_Conflict_ID: deal.fields.Potential_Conflict_ID,
          Routing_Recommendation: deal.fields.Routing_Recommendation,
        }
      : null,
  };
}

/** Deal size and product families as the CRM's tags. */
function tags(evidence: DealEvidence, fields: DealDecisionFields): string[] {
  return [
    fields.highValue ? 'size:large' : 'size:standard',
    ...evidence.submission.product_families.map((family) => `product:${family}`),
  ];
}
