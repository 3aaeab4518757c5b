import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { appendAudit } from '../../adapters/store/audit.ts';
import { type CaseChange, insertCase, updateCase } from '../../adapters/store/cases.ts';
import { putEvidence } from '../../adapters/store/evidence.ts';
import { openStore, type Store, type Tx, transact } from '../../adapters/store/pool.ts';
import { peopleSchema } from '../../contracts/policy-authority.ts';
import type { DealEvidence } from '../../domain/deal/first/evidence.ts';
import type { GateView } from '../../domain/gate/gate.ts';
import { caseId } from '../../domain/identity.ts';
import type { JsonObject } from '../../domain/json.ts';
import { signedPeople } from '../environment/signed-people.ts';

const POLICY = join(import.meta.dirname, '../../policy');

/** When everything in these worlds happened, and the instant that tests look from. Friday, 15:00 in Berlin. */
export const THEN = '2026-11-20T13:30:00.000Z';
export const NOW = '2026-11-20T14:00:00.000Z';

/** The sample people, each with a registered key in `keys`. */
export async function addPeople(store: Store, keys: string): Promise<void> {
  const people = peopleSchema.parse(parse(readFileSync(join(POLICY, 'people.yaml'), 'utf8')));
  await signedPeople(store, keys, people);
}

/** What every command finds in its environment: a database, and a folder of its own whose `keys` are those of the people. */
export function cliEnvironment(url: string, folder: string): Record<string, string> {
  return {
    DATABASE_URL: url,
    QUARTERDECK_ENVIRONMENT: 'development',
    QUARTERDECK_KEYS: join(folder, 'keys'),
    QUARTERDECK_STATE: folder,
  };
}

/** A store on a test database. */
export function storeOf(url: string): Store {
  return openStore({ url, max: 2 });
}

export interface WaitingCase {
  /** Default: impartner. */
  source?: string;
  externalId: string;
  sequence?: number;
  customer: string;
  value: string;
  gate?: Partial<GateView>;
  change?: CaseChange;
  /** Without the audit entry that its question was opened. */
  noTrail?: true;
}

/** A deal as the worker would have left it: waiting at its gate, with evidence, reasons and an audit row. */
export async function addWaiting(store: Store, one: WaitingCase): Promise<string> {
  const { source = 'impartner', externalId, sequence = 1 } = one;
  const identity = { lifecycle: 'deal' as const, source, externalId, sequence };
  const id = caseId(identity);
  await transact(store, async (tx) => {
    await insertCase(tx, {
      ...identity,
      case: id,
      partnerId: '7001',
      openedAt: THEN,
    });
    const body = evidence(one) as unknown as JsonObject;
    const evidenceHash = await putEvidence(tx, id, 'gathered', body);
    await updateCase(tx, id, {
      status: 'waiting_for_decision',
      segment: 'Platinum/EMEA/standard',
      mode: 'assisted',
      assignee: 'p-ana',
      evidenceHash,
      summary: {
        customer_name: one.customer,
        estimated_value: one.value,
        confidence_score: 62,
        triage_status: 'FLAGGED_CONFLICT',
      },
      gate: { ...gateOf(evidenceHash), ...one.gate } as unknown as JsonObject,
      ...one.change,
    });
    if (!one.noTrail)
      await appendAudit(tx, id, { at: THEN, actor: 'system', action: 'gate.opened', round: 1, evidenceHash });
    await settle(tx, id);
  });
  return id;
}

/** Rows are stamped by the database; a snapshot needs them to have happened at a known time. */
async function settle(tx: Tx, id: string): Promise<void> {
  await tx.query('update cases set updated_at = $2 where case_id = $1', [id, THEN]);
}

function gateOf(evidenceHash: string): GateView {
  return {
    kind: 'review',
    round: 1,
    reasons: [
      {
        rule: 'conflict.domain',
        text: 'Another registration has the same domain',
        source: 'registration:deal:portal:88#domain',
        value: 'nordlicht.example',
      },
      { rule: 'score.low', text: 'The score is below 70', source: 'score', value: '62' },
    ],
    actions: ['approve', 'reject', 'override', 'request_information', 'reassign'],
    assignee: 'p-ana',
    roles: ['channel_manager', 'partner_ops'],
    openedAt: THEN,
    dueAt: '2026-11-23T15:00:00.000Z',
    dueText: 'Mon 23 Nov 16:00 CET',
    approvals: [],
    quorum: 1,
    paused: false,
    questions: [],
    evidenceHash,
  };
}

function evidence({ customer, value }: WaitingCase): DealEvidence {
  return {
    schemaVersion: 1,
    asOf: THEN,
    submission: {
      customer_name: customer,
      opportunity_name: 'Data centre renewal',
      stated_value: { amount: '44000.00', currency: 'EUR' },
      estimated_value: value,
      rate: { value: '1.09', date: '2026-11-20' },
      expected_close_date: '2027-02-26',
      contact_domain: 'nordlicht.example',
      contact_given: true,
      notes_given: false,
      provenance: 'structured',
      program: 'standard',
      territories: ['DE'],
      product_families: ['Storage'],
      non_standard_discount: false,
      submission_timestamp: THEN,
      problems: [],
    },
    partner: {
      id: '7001',
      known: true,
      active: true,
      tier: 'Platinum',
      region: 'EMEA',
      winRate: 0.4,
      performance: null,
      certified: true,
      approvedRegistrations: 7,
    },
    candidates: [
      {
        record: 'registration:deal:portal:88',
        kind: 'registration',
        name: 'Nordlicht GmbH',
        normalisedName: 'nordlicht',
        domain: 'nordlicht.example',
        partnerId: '7003',
        submittedAt: '2026-11-01T09:00:00.000Z',
        protectedUntil: '2027-01-30T09:00:00.000Z',
        open: true,
      },
    ],
  };
}
