import type { PrmPort } from '../../../adapters/ports/prm.ts';
import { createPrm } from '../../../adapters/prm/index.ts';
import { createImpartner, type ImpartnerOptions } from '../../../sandbox/impartner/index.ts';
import { createPartnerstack, type PartnerstackOptions } from '../../../sandbox/partnerstack/index.ts';
import { control, type Rig } from '../contract.ts';
import { DEALS, HISTORY, PARTNERS } from './records.ts';

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
  /** What the PRM calls one of our statuses. */
  word(status: string): string;
  /** Somebody else at work in the PRM. */
  others: {
    /** To a status in the PRM's own word. */
    move(id: string, to: string): Promise<void>;
    remove(id: string): Promise<void>;
  };
}

type Row = Record<string, unknown>;
const seed = { partners: PARTNERS, prmDeals: [...DEALS, ...HISTORY] };

export async function impartnerRig(options: ImpartnerOptions = {}): Promise<PrmRig> {
  const simulator = createImpartner({ searchLagMs: 120, seed, ...options });
  const baseUrl = await simulator.listen();
  const settings = { baseUrl, apiKey: 'sandbox-prm-key', requestsPerSecond: 1000, searchLagMs: 200 };
  const { state, ...http } = control(simulator, baseUrl);
  async function asSeller(method: string, path: string, body?: object) {
    const headers = { authorization: 'prm-key sandbox-prm-key', 'content-type': 'application/json' };
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    const answer = await fetch(`${baseUrl}/api/objects/v1/${path}`, init);
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  }
  return {
    port: createPrm('impartner', settings),
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
    },
    http: {
      ...http,
      again: ({ loginUrl: _, ...more }: { loginUrl?: string }) =>
        createPrm('impartner', { ...settings, ...more }),
      secrets: ['sandbox-prm-key'],
      harmless: /^POST /,
    },
    close: () => simulator.close(),
  };
}

export async function partnerstackRig(options: PartnerstackOptions = {}): Promise<PrmRig> {
  const simulator = createPartnerstack({ searchLagMs: 120, seed, ...options });
  const root = await simulator.listen();
  const baseUrl = `${root}/api/v2`;
  const settings = {
    ...{ baseUrl, publicKey: 'pk_sandbox', privateKey: 'sk_sandbox' },
    ...{ requestsPerSecond: 1000, searchLagMs: 200 },
  };
  const { state, ...http } = control(simulator, root);
  const pair = Buffer.from('pk_sandbox:sk_sandbox').toString('base64');
  async function asSeller(method: string, path: string, body?: object) {
    const headers = { authorization: `Basic ${pair}`, 'content-type': 'application/json' };
    const answer = await fetch(`${baseUrl}/${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  }
  return {
    port: createPrm('partnerstack', settings),
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
    },
    http: {
      ...http,
      again: ({ loginUrl: _, ...more }: { loginUrl?: string }) =>
        createPrm('partnerstack', { ...settings, ...more }),
      secrets: ['sk_sandbox', pair],
      harmless: /^$/,
      writing: { method: 'POST|PATCH' },
    },
    close: () => simulator.close(),
  };
}
