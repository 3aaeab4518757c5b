import type { PartnerRecord, PrmPort } from '../../../adapters/ports/prm.ts';
import { createPrm } from '../../../adapters/prm/index.ts';
import type { ChannelPrmDeal } from '../../../sandbox/channel.ts';
import { PERSON } from '../../../sandbox/hostile.ts';
import { createImpartner, IMPARTNER_KEYS, type ImpartnerOptions } from '../../../sandbox/impartner/index.ts';
import { createPartnerstack, type PartnerstackOptions } from '../../../sandbox/partnerstack/index.ts';
import { control, type Rig } from '../contract.ts';
import { DEALS, HISTORY, PARTNERS, READ_PARTNERS, SPARSE, WITH_AGREEMENT } from './records.ts';

/** What a PRM holds of a registration, in our names and its own words. */
export interface HeldDeal {
  partner: unknown;
  status: unknown;
  customer: unknown;
  name: unknown;
  amount: number;
  currency: unknown;
  closeDate: unknown;
  contact: unknown;
  notes: unknown;
  score: unknown;
  conflict: unknown;
  recommendation: unknown;
  closure: unknown;
}

/** One PRM adapter and the PRM behind it. */
export interface PrmRig extends Rig<PrmPort> {
  http: NonNullable<Rig<PrmPort>['http']>;
  /** Read past the adapter; null: there is no such registration. */
  held(id: string): Promise<HeldDeal | null>;
  /** What it can tell of PARTNERS. */
  partners: PartnerRecord[];
  /** What it takes for the submission of registration 101. */
  submittedAt: string;
  /** Settings of a key that may delete nothing. */
  mayNotDelete: object;
  /** A record of a conflict, in our names, read past the adapter; absent where the PRM keeps none. */
  heldConflict?(id: string): Promise<Record<string, unknown> | null>;
  /** What the PRM calls one of our statuses. */
  word(status: string): string;
  /** Somebody else at work in the PRM. */
  others: {
    /** To a status in the PRM's own word. */
    move(id: string, to: string): Promise<void>;
    remove(id: string): Promise<void>;
    /** Gives a registration a number of somebody else's. */
    number(id: string, number: string): Promise<void>;
    /** Takes the contact's address out of a registration. */
    empty(id: string): Promise<void>;
    import(deals: ChannelPrmDeal[]): void;
    /** A registration one of whose fields holds something else than the mapping expects. */
    spoil(id: string): void;
    /** The registration goes into another one, which stays; absent where they are not merged. */
    merge?(loser: string, winner: string): void;
    /** From now on what it keeps of an outcome beside the status is dropped in silence; absent where nothing is. */
    drop?(): void;
    /** Gives registration 101 an amount that could mean two things; absent where each means one. */
    ambiguous?(): Promise<void>;
  };
}

type Row = Record<string, unknown>;
const deal = () => DEALS[0] as ChannelPrmDeal;
const said = (httpStatus: number) => ({
  success: false,
  message: 'no',
  errors: [{ httpStatus, code: 'No', message: 'no' }],
});
const seed = { partners: [...PARTNERS, SPARSE], prmDeals: [...DEALS, ...HISTORY] };

/** @param create makes the adapter, which may be a wrong one */
export async function impartnerRig(options: ImpartnerOptions = {}, create = createPrm): Promise<PrmRig> {
  const noDelete = { key: 'no-delete', scopes: ['Account:read', 'Deal:read', 'Deal:write'] };
  const keys = [...IMPARTNER_KEYS, noDelete];
  const simulator = createImpartner({ searchLagMs: 120, seed, keys, ...options });
  const baseUrl = await simulator.listen();
  const settings = { baseUrl, apiKey: 'sandbox-prm-key', requestsPerSecond: 1000, searchLagMs: 200 };
  const { state, ...http } = control(simulator, baseUrl);
  async function asSeller(method: string, path: string, body?: object) {
    const headers = {
      ...{ authorization: 'prm-key sandbox-prm-key', 'content-type': 'application/json' },
      [PERSON]: 'seller',
    };
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    const answer = await fetch(`${baseUrl}/api/objects/v1/${path}`, init);
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  }
  return {
    port: create('impartner', settings),
    partners: WITH_AGREEMENT,
    submittedAt: '2026-11-20T08:12:00.000Z',
    mayNotDelete: { apiKey: 'no-delete' },
    async heldConflict(id) {
      const rows = JSON.parse(await state()).ConflictHistory__co as Row[];
      const row = rows.find(({ Id }) => String(Id) === id);
      return (
        (row && {
          ...{ externalId: row.Name, dealId: row.Deal_Id__cf, otherRecord: row.Other_Record__cf },
          ...{ clause: row.Clause__cf, first: row.First_Record__cf, summary: row.Summary__cf },
        }) ??
        null
      );
    },
    state,
    async held(id) {
      const row = (JSON.parse(await state()).Deal as Row[]).find(({ Id }) => String(Id) === id);
      return (
        (row && {
          ...{ partner: String(row.PrimaryAccountId), status: row.Registration_Status__cf, name: row.Name },
          ...{ customer: row.Customer_Name__cf, amount: Number(row.Amount), currency: row.Currency__cf },
          ...{
            closeDate: row.CloseDate,
            contact: row.Primary_Contact_Email__cf,
            notes: row.Partner_Notes__cf,
          },
          ...{ score: row.AI_Validation_Score__cf, conflict: row.Potential_Conflict_ID__cf },
          ...{ recommendation: row.Routing_Recommendation__cf, closure: row.Closure_Reason__cf },
        }) ??
        null
      );
    },
    word: (status) => (status === 'Under Review' ? 'Pending Review' : status),
    others: {
      move: (id, to) => asSeller('PATCH', `Deal/${id}`, { Registration_Status__cf: to }),
      remove: (id) => asSeller('DELETE', `Deal/${id}`),
      number: (id, number) => asSeller('PATCH', `Deal/${id}`, { External_Id__cf: number }),
      empty: (id) => asSeller('PATCH', `Deal/${id}`, { Primary_Contact_Email__cf: '' }),
      import: (prmDeals) => simulator.seed({ prmDeals }),
      spoil: (id) => simulator.seed({ prmDeals: [{ ...deal(), id, amount: 'many' as never }] }),
      merge: (loser, winner) => simulator.merge('Deal', winner, loser),
    },
    http: {
      ...http,
      again: ({ loginUrl: _, ...more }: { loginUrl?: string }) =>
        create('impartner', { ...settings, ...more }),
      secrets: ['sandbox-prm-key'],
      limit: { status: 200, body: said(429) },
      refusal: { status: 200, body: said(400) },
      harmless: /^POST /,
    },
    close: () => simulator.close(),
  };
}

/** @param create makes the adapter, which may be a wrong one */
export async function partnerstackRig(
  options: PartnerstackOptions = {},
  create = createPrm,
): Promise<PrmRig> {
  const all = {
    publicKey: 'pk_sandbox',
    privateKey: 'sk_sandbox',
    may: ['read', 'write', 'archive'],
  } as const;
  const noDelete = { publicKey: 'pk_keeps', privateKey: 'sk_sandbox', may: ['read', 'write'] } as const;
  const keys = [all, noDelete].map((each) => ({ ...each, may: [...each.may] }));
  const drops: string[] = [];
  const simulator = createPartnerstack({ searchLagMs: 120, seed, keys, drops, ...options });
  const root = await simulator.listen();
  const baseUrl = `${root}/api/v2`;
  const settings = {
    ...{ baseUrl, publicKey: 'pk_sandbox', privateKey: 'sk_sandbox' },
    ...{ requestsPerSecond: 1000, searchLagMs: 200 },
  };
  const { state, ...http } = control(simulator, root);
  const pair = Buffer.from('pk_sandbox:sk_sandbox').toString('base64');
  async function asSeller(method: string, path: string, body?: object) {
    const headers = {
      ...{ authorization: `Basic ${pair}`, 'content-type': 'application/json' },
      [PERSON]: 'seller',
    };
    const answer = await fetch(`${baseUrl}/${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  }
  return {
    port: create('partnerstack', settings),
    // It has neither certifications nor MDF nor a hierarchy.
    partners: READ_PARTNERS.map((each) => ({
      ...each,
      ...{ certifications: null, mdfBalance: null, parentPartner: null },
    })),
    // Its deals are created by the partner's submission.
    submittedAt: '2026-11-18T16:40:00.000Z',
    mayNotDelete: { publicKey: 'pk_keeps' },
    state,
    async held(id) {
      const row = (JSON.parse(await state()).deals as Row[]).find(({ Id }) => Id === id);
      const { field_data: form = {}, meta = {} } = (row ?? {}) as { field_data?: Row; meta?: Row };
      return (
        (row && {
          ...{
            partner: row.partner_key,
            status: row.stage,
            name: form.opportunity_name,
            customer: row.account_name,
          },
          ...{ amount: Number(row.amount) / 100, currency: form.currency, closeDate: row.close_date },
          ...{ contact: form.contact_email, notes: form.notes, score: meta.ai_validation_score },
          ...{ conflict: meta.potential_conflict_id, recommendation: meta.routing_recommendation },
          closure: row.lost_reason,
        }) ??
        null
      );
    },
    word: (status) =>
      ({ Rejected: 'declined', Converted: 'closed_won' })[status] ?? status.toLowerCase().replace(' ', '_'),
    others: {
      move: (id, to) => asSeller('PATCH', `deals/${id}`, { stage: to }),
      remove: (id) => asSeller('DELETE', `deals/${id}`),
      number: (id, number) => asSeller('PATCH', `deals/${id}`, { external_key: number }),
      empty: (id) => asSeller('PATCH', `deals/${id}`, { field_data: { opportunity_name: 'Seats' } }),
      import: (prmDeals) => simulator.seed({ prmDeals }),
      spoil: (id) => simulator.seed({ prmDeals: [{ ...deal(), id, closeDate: 'soon' }] }),
      drop: () => void drops.push('meta', 'field_data'),
      ambiguous: () => asSeller('PATCH', 'deals/101', { amount: 250_000, field_data: { currency: 'JPY' } }),
    },
    http: {
      ...http,
      again: ({ loginUrl: _, ...more }: { loginUrl?: string }) =>
        create('partnerstack', { ...settings, ...more }),
      secrets: ['sk_sandbox', pair],
      limit: { status: 200, body: { message: 'no', status: 429 } },
      refusal: { status: 200, body: { message: 'no', status: 400 } },
      harmless: /^$/,
      writing: { method: 'POST|PATCH' },
    },
    close: () => simulator.close(),
  };
}
