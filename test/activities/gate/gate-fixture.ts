import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { caseFacts } from '../../../activities/case-facts.ts';
import { createGateActivities } from '../../../activities/gate/gate.ts';
import type { GateDeps } from '../../../activities/gate/gate-deps.ts';
import { type StaffNotice, staffActivities } from '../../../activities/gate/staff-notices.ts';
import type { SigningKey } from '../../../adapters/keys/keys.ts';
import { signReceipt } from '../../../adapters/keys/receipts.ts';
import { signToken, verifyToken } from '../../../adapters/keys/sign.ts';
import { auditOf } from '../../../adapters/store/audit.ts';
import { authorityVersion } from '../../../adapters/store/authority.ts';
import { openAuthority } from '../../../adapters/store/authority-log.ts';
import { getCase, insertCase } from '../../../adapters/store/cases.ts';
import { sha256 } from '../../../adapters/store/hash.ts';
import { openStore, transact } from '../../../adapters/store/pool.ts';
import { peopleSchema, rolesSchema, slaSchema } from '../../../contracts/policy-authority.ts';
import type { DecisionRequest } from '../../../domain/decision.ts';
import type { CaseFacts } from '../../../domain/gate/authority.ts';
import type { Question } from '../../../domain/gate/gate.ts';
import type { RoutingPolicy } from '../../../domain/gate/routing.ts';
import { editsText, type TokenClaims } from '../../../domain/gate/token.ts';
import { originalOf } from '../../../domain/identity.ts';
import { calendars } from '../../../installation/calendars.ts';
import { createBoard } from '../../adapters/staff/board.ts';
import { freshDatabase } from '../../environment/servers.ts';
import { signedPeople } from '../../environment/signed-people.ts';

const read = (name: string) => parse(readFileSync(`policy/${name}.yaml`, 'utf8'));
export const people = peopleSchema.parse(read('people'));

/** A deal of USD 50,000 by a partner of p-ana. */
export const FACTS: CaseFacts = {
  lifecycle: 'deal',
  partnerId: '7001',
  partnerManager: 'p-ana',
  region: 'EMEA',
  submittedBy: [],
  configuredBy: [],
  formerReviewers: [],
  valueUsd: '50000.00',
  paidUsd: null,
};
export const QUESTION: Question = {
  kind: 'review',
  reasons: [{ rule: 'conflict.domain', text: 'The domain is known', source: 'crm:Account/1#Website' }],
  evidenceHash: 'e1',
  clocks: ['deal'],
  quorum: 1,
  actions: ['approve', 'reject', 'override', 'request_information', 'reassign'],
  partnerQuestions: [],
};

/** The sample people with a key each, a database of their own, and a clock that the test sets. */
export async function gateFixture(
  options: {
    unsigned?: 'allowed' | 'refused';
    holidays?: Record<string, string[]>;
    routing?: RoutingPolicy[];
  } = {},
) {
  const database = await freshDatabase();
  const store = openStore({ url: database.appUrl });
  const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-keys-'));
  const { installation, keys, signer } = await signedPeople(store, folder, people);
  const stated = new Map<string, CaseFacts>();
  const clock = { now: new Date('2026-07-13T08:00:00.000Z') };
  const board = createBoard();
  const notices: StaffNotice[] = [];
  const found = calendars('policy');
  const sla = slaSchema.parse(read('sla'));
  const policy = {
    authority: { ...rolesSchema.parse(read('roles')), unsigned: options.unsigned ?? 'refused' },
    // Twice the deal's, for tests that fall into a quarter's last days.
    sla: { ...sla, hours: { ...sla.hours, sixteen: 16 } },
    calendars: { ...found, holidays: options.holidays ?? found.holidays },
    routing: options.routing ?? [],
  };
  const deps: GateDeps = {
    store,
    now: () => clock.now,
    policy: () => policy,
    authority: openAuthority(installation),
    facts: async (tx, id) => stated.get(originalOf(id) ?? id) ?? caseFacts(tx, installation, id),
    verifyToken,
    signReceipt: (body) => signReceipt(installation, body),
  };
  const staff = staffActivities({ ...deps, ports: { staff: [board.port] } });
  let number = 0;
  return {
    database,
    folder,
    store,
    deps,
    keys,
    signer,
    clock,
    notices,
    installation,
    activities: createGateActivities(deps),
    /** Where people are told, and what they were told. */
    board,
    staff: {
      ...staff,
      async tellStaff(notice: StaffNotice) {
        const told = await staff.tellStaff(notice);
        notices.push(notice);
        return told;
      },
    },
    /** A case's row, so that there is something to decide on. @param facts of it; null: as the product reads them from the row */
    async newCase(facts: Partial<CaseFacts> | null = {}): Promise<string> {
      number += 1;
      const id = `deal:test:${number}`;
      const identity = { lifecycle: 'deal' as const, source: 'test', externalId: `${number}`, sequence: 1 };
      const row = { case: id, ...identity, partnerId: FACTS.partnerId, openedAt: clock.now.toISOString() };
      await transact(store, (tx) => insertCase(tx, row));
      if (facts) stated.set(id, { ...FACTS, ...facts });
      return id;
    },
    row: async (id: string) => transact(store, (tx) => getCase(tx, id)),
    audit: async (id: string) => (await transact(store, (tx) => auditOf(tx, id))).map(({ entry }) => entry),
    /** The decision, signed by whoever takes it; `claims` and `key` forge. */
    async signed(
      of: { case: string; evidenceHash: string },
      request: Omit<DecisionRequest, 'token'>,
      forge: { claims?: Partial<TokenClaims>; key?: SigningKey } = {},
    ): Promise<DecisionRequest> {
      const now = Math.floor(clock.now.getTime() / 1000);
      const claims = {
        actor: request.by,
        case: of.case,
        round: request.round,
        evidenceHash: of.evidenceHash,
        authorityVersion: await transact(store, authorityVersion),
        action: request.action,
        editsHash: sha256(editsText(request)),
        iat: now,
        exp: now + 300,
        nonce: randomUUID(),
        ...forge.claims,
      };
      return { ...request, token: signToken(forge.key ?? (keys[request.by] as SigningKey), claims) };
    },
  };
}
