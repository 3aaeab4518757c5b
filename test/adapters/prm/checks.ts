import { expect } from '@jest/globals';
import type { ChangeMark } from '../../../adapters/ports/changes.ts';
import type { PrmDeal } from '../../../adapters/ports/prm.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { proved, undone, written } from '../as-ledger.ts';
import { call } from '../contract.ts';
import { dealsOf } from './records.ts';
import type { PrmRig } from './rig.ts';

/** One rule that Quarterdeck relies on; run on a PRM of its own. test/adapters/prm/wrong-adapters.test.ts proves that each can fail. */
export interface PrmCheck {
  name: string;
  run(rig: PrmRig): Promise<void>;
}

const REGISTRATION = {
  externalId: 'email-4f2a',
  partnerId: '7001',
  fields: {
    customer_name: "O'Neill & Söhne 'GmbH'",
    opportunity_name: 'Backup for all sites',
    stated_value: { amount: '1200.50', currency: 'EUR' },
    expected_close_date: '2027-02-01',
    primary_contact_email: 'it@oneill.example',
    partner_notes: 'line one\nline two',
  },
};
const OUTCOME = {
  ...{ id: '101', status: 'Under Review', AI_Validation_Score: 64, Potential_Conflict_ID: '006QD000000GAR1' },
  Routing_Recommendation: 'deal desk',
};

const create = (rig: PrmRig, key = 'c') => written(dealsOf(rig.port).writes.createDeal, REGISTRATION, key);
const update = (rig: PrmRig, more: JsonObject = {}, key = 'u') =>
  written(dealsOf(rig.port).writes.updateDeal, { ...OUTCOME, ...more }, key);

async function changes(rig: PrmRig, since: ChangeMark | null): Promise<PrmDeal[]> {
  const { deals, next } = await dealsOf(rig.port).changedSince(since, call);
  if (deals.length > 100) throw new Error('the changes do not end');
  return next ? [...deals, ...(await changes(rig, next))] : deals;
}

export const PRM_CHECKS: PrmCheck[] = [
  {
    name: 'every value of a new registration stands in the PRM',
    async run(rig) {
      const { landed } = await create(rig);
      expect(await rig.held(landed.id)).toMatchObject({
        ...{ partner: '7001', status: rig.word('Submitted'), customer: "O'Neill & Söhne 'GmbH'" },
        ...{ name: 'Backup for all sites', amount: 1200.5, currency: 'EUR', closeDate: '2027-02-01' },
        ...{ contact: 'it@oneill.example', notes: 'line one\nline two' },
      });
    },
  },
  {
    name: 'every value of an outcome stands in the PRM',
    async run(rig) {
      await update(rig, { status: 'Rejected', closureReason: 'Conflict' });
      expect(await rig.held('101')).toMatchObject({
        ...{ status: rig.word('Rejected'), closure: 'Conflict', score: 64 },
        ...{ conflict: '006QD000000GAR1', recommendation: 'deal desk' },
      });
    },
  },
  {
    name: 'an outcome touches nothing else of the registration',
    async run(rig) {
      const before = await rig.held('101');
      await update(rig);
      const { status: _, score: __, conflict: ___, recommendation: ____, ...rest } = before ?? ({} as never);
      expect(await rig.held('101')).toMatchObject(rest);
    },
  },
  {
    name: 'the undo of an outcome leaves what somebody changed since, says so, and puts back the rest',
    async run(rig) {
      const before = await rig.held('101');
      const effect = await update(rig);
      await rig.others.move('101', rig.word('Converted'));
      const { corrected } = await undone(dealsOf(rig.port).writes.updateDeal, effect);
      expect(corrected).toContain('changed after our write');
      expect(await rig.held('101')).toEqual({ ...before, status: rig.word('Converted') });
    },
  },
  {
    name: 'the undo of an outcome puts everything back where nobody else was at work',
    async run(rig) {
      const before = await rig.held('101');
      const first = await update(rig);
      const second = await update(
        rig,
        { status: 'Rejected', closureReason: 'Conflict', AI_Validation_Score: 12 },
        'u2',
      );
      expect(await undone(dealsOf(rig.port).writes.updateDeal, second)).toEqual({});
      expect(await rig.held('101')).toMatchObject({ status: rig.word('Under Review'), score: 64 });
      expect(await undone(dealsOf(rig.port).writes.updateDeal, first)).toEqual({});
      expect(await rig.held('101')).toEqual(before);
    },
  },
  {
    name: 'the undo of a new registration keeps what somebody has changed since, and says so',
    async run(rig) {
      const effect = await create(rig);
      await rig.others.move(effect.landed.id, rig.word('Converted'));
      const { corrected } = await undone(dealsOf(rig.port).writes.createDeal, effect);
      expect(corrected).toContain(effect.landed.id);
      expect(await rig.held(effect.landed.id)).toMatchObject({ status: rig.word('Converted') });
    },
  },
  {
    name: 'the undo of a new registration removes it, and nothing else',
    async run(rig) {
      const start = JSON.parse(await rig.state());
      const [one, other] = [await create(rig, 'one'), await create(rig, 'other')];
      expect(await undone(dealsOf(rig.port).writes.createDeal, one)).toEqual({});
      expect(await rig.held(one.landed.id)).toBeNull();
      expect(await rig.held(other.landed.id)).not.toBeNull();
      expect(await undone(dealsOf(rig.port).writes.createDeal, other)).toEqual({});
      expect(JSON.parse(await rig.state())).toEqual(start);
    },
  },
  {
    name: 'a new registration is found by its key, and by no other, by another worker, too',
    async run(rig) {
      const { createDeal } = dealsOf(rig.http.again({})).writes;
      const { landed } = await create(rig, 'case/1');
      expect(await proved(createDeal, REGISTRATION, 'case/1')).toEqual(landed);
      expect(await proved(createDeal, REGISTRATION, 'case/2')).toBe('absent');
    },
  },
  {
    name: 'an outcome is found once it stands there, and not before',
    async run(rig) {
      const { updateDeal } = dealsOf(rig.port).writes;
      expect(await updateDeal.lookup(OUTCOME, 'u', call)).toBe('absent');
      await update(rig);
      expect(await updateDeal.lookup(OUTCOME, 'u', call)).toEqual({ id: '101', created: false });
      await rig.others.move('101', rig.word('Converted'));
      expect(await updateDeal.lookup(OUTCOME, 'u', call)).toBe('absent');
    },
  },
  {
    name: 'a registration that we made is told from one that a partner submitted',
    async run(rig) {
      const { landed } = await create(rig);
      expect(await dealsOf(rig.port).read(landed.id, call)).toMatchObject({
        ours: true,
        status: 'Submitted',
      });
      expect(await dealsOf(rig.port).read('101', call)).toMatchObject({ ours: false, partnerId: '7001' });
    },
  },
  {
    name: 'registrations that changed come once each, in order, from any of them on',
    async run(rig) {
      const all = await changes(rig, null);
      expect(all.map(({ id }) => id)).toEqual(['97', '90', '88', '91', '101']);
      for (const [at, { id, modifiedAt }] of all.entries()) {
        const later = await changes(rig, { id, modifiedAt: String(modifiedAt) });
        expect(later.map((each) => each.id)).toEqual(all.slice(at + 1).map((each) => each.id));
      }
    },
  },
  {
    name: 'what changed a moment ago is left for later',
    async run(rig) {
      await update(rig, {}, 'now');
      // A PRM that keeps whole seconds shows a change only once its second is over.
      await new Promise((wake) => setTimeout(wake, 1_050));
      const young = await dealsOf(rig.http.again({ searchLagMs: 60_000 })).changedSince(null, call);
      expect(young.deals.map(({ id }) => id)).not.toContain('101');
    },
  },
];
