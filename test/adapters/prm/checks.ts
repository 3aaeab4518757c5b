import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { ChangeMark } from '../../../adapters/ports/changes.ts';
import type { PrmDeal } from '../../../adapters/ports/prm.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { ChannelPrmDeal } from '../../../sandbox/channel.ts';
import { proved, undone, written } from '../as-ledger.ts';
import { call, faultOf } from '../contract.ts';
import { dealsOf, HISTORY } from './records.ts';
import type { PrmRig } from './rig.ts';

/** One rule that Quarterdeck relies on; run on a PRM of its own. test/adapters/prm/wrong-adapters.test.ts proves that each can fail. */
export interface PrmCheck {
  name: string;
  /** Injects its own faults: run in friendly mode only. */
  friendly?: true;
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
  ...{
    id: '101',
    status: 'Under Review',
    AI_Validation_Score: 62.5,
    Potential_Conflict_ID: '006QD000000GAR1',
  },
  Routing_Recommendation: 'deal desk',
};

const create = (rig: PrmRig, key = 'c') => written(dealsOf(rig.port).writes.createDeal, REGISTRATION, key);
const update = (rig: PrmRig, more: JsonObject = {}, key = 'u') =>
  written(dealsOf(rig.port).writes.updateDeal, { ...OUTCOME, ...more }, key);

async function changes(rig: PrmRig, since: ChangeMark | null): Promise<PrmDeal[]> {
  const { deals, next } = await dealsOf(rig.port).changedSince(since, call);
  if (deals.length > 1_000) throw new Error('the changes do not end');
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
        ...{ status: rig.word('Rejected'), closure: 'Conflict', score: 62.5 },
        ...{ conflict: '006QD000000GAR1', recommendation: 'deal desk' },
      });
    },
  },
  {
    name: 'every value of a conflict stands in the PRM',
    async run(rig) {
      const { recordConflict } = dealsOf(rig.port).writes;
      if (!recordConflict || !rig.heldConflict) return;
      const conflict = {
        ...{ externalId: 'deal:1', dealId: '101', otherRecord: 'crm:6', clause: 'open opportunity' },
        ...{ first: 'deal:1', summary: 'The partner came first.' },
      };
      const { landed } = await written(recordConflict, conflict, 'x');
      expect(await rig.heldConflict(landed.id)).toEqual(conflict);
    },
  },
  {
    name: 'an amount is written as it is stated, or refused before anything is sent',
    async run(rig) {
      const { createDeal } = dealsOf(rig.port).writes;
      const amounts = [
        ['1000', 'JPY'],
        ['1.005', 'EUR'],
        ['12.345', 'KWD'],
        ['9007199254740993.07', 'EUR'],
        ['0.1', 'USD'],
      ] as const;
      for (const [amount, currency] of amounts) {
        const start = await rig.state();
        const fields = { ...REGISTRATION.fields, stated_value: { amount, currency } };
        const payload = { ...REGISTRATION, externalId: amount, fields };
        const landed = await createDeal.send(payload, amount, call).catch((fault: unknown) => {
          expect(fault).toMatchObject({ kind: 'rejected', certainlyNotLanded: true });
          return null;
        });
        if (!landed) {
          expect(await rig.state()).toBe(start);
          continue;
        }
        expect(await rig.held(landed.id)).toMatchObject({ amount: Number(amount), currency });
        const read = await dealsOf(rig.port).read(landed.id, call);
        expect(read?.fields.stated_value?.currency).toBe(currency);
        const difference = Number(read?.fields.stated_value?.amount) - Number(amount);
        // What the currency has no unit for is rounded when it is read.
        expect(Math.abs(difference)).toBeLessThan(0.0051);
      }
    },
  },
  {
    name: 'an outcome touches nothing else of the registration',
    async run(rig) {
      const before = await rig.held('101');
      await update(rig);
      const { status: _, score: __, conflict: ___, recommendation: ____, ...rest } = before ?? ({} as never);
      expect(await rig.held('101')).toMatchObject(rest);
      await update(rig, { status: 'Rejected', closureReason: 'Conflict' }, 'u2');
      await update(rig, { status: 'Approved' }, 'u3');
      expect((await rig.held('101'))?.closure).toBe('Conflict');
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
      expect(await rig.held('101')).toMatchObject({ status: rig.word('Under Review'), score: 62.5 });
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
    name: 'a registration that was undone is neither read nor found any more',
    async run(rig) {
      const { createDeal } = dealsOf(rig.port).writes;
      const effect = await create(rig);
      expect(await proved(createDeal, REGISTRATION, 'c')).toMatchObject({ id: effect.landed.id });
      await undone(createDeal, effect);
      expect(await dealsOf(rig.port).read(effect.landed.id, call)).toBeNull();
      expect(await proved(createDeal, REGISTRATION, 'c')).toBe('absent');
    },
  },
  {
    name: 'a registration that may not be deleted is withdrawn by its undo, and that is said',
    async run(rig) {
      const { createDeal } = dealsOf(rig.http.again(rig.mayNotDelete)).writes;
      const effect = await written(createDeal, REGISTRATION, 'c');
      for (const _ of ['once', 'twice']) {
        const { corrected } = await undone(createDeal, effect);
        expect(corrected).toContain(effect.landed.id);
        expect(await rig.held(effect.landed.id)).toMatchObject({ status: rig.word('Withdrawn') });
      }
    },
  },
  {
    name: 'the undo of a new registration waits for a PRM that is away, and does something else meanwhile to nothing',
    friendly: true,
    async run(rig) {
      const { createDeal } = dealsOf(rig.port).writes;
      const effect = await create(rig);
      const before = await rig.held(effect.landed.id);
      await rig.http.fault({ method: 'DELETE', status: 503, body: '<html>back soon</html>' });
      expect((await faultOf(createDeal.undo(effect, call))).kind).toBe('unavailable');
      expect(await rig.held(effect.landed.id)).toEqual(before);
      expect(await undone(createDeal, effect)).toEqual({});
      expect(await rig.held(effect.landed.id)).toBeNull();
    },
  },
  {
    name: 'of two registrations with one key a person has to say which',
    // On a bad day the second is not made: what may have landed is looked for first, and the first one is found.
    friendly: true,
    async run(rig) {
      const { createDeal } = dealsOf(rig.port).writes;
      for (const _ of ['once', 'twice']) await createDeal.send(REGISTRATION, 'c', call);
      // A timer may fire a millisecond early.
      await sleep(createDeal.searchLagMs + 20);
      expect(await createDeal.lookup(REGISTRATION, 'c', call)).toBe('unknown');
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
    name: 'an outcome is not written to the registration that another one went into, and its undo leaves that one alone',
    async run(rig) {
      const { updateDeal } = dealsOf(rig.port).writes;
      const effect = await update(rig);
      if (!rig.others.merge) return;
      rig.others.merge('101', '90');
      const start = JSON.parse(await rig.state());
      const { corrected } = await undone(updateDeal, effect);
      expect(corrected).toMatch(/101 was merged into 90/);
      for (const ask of [
        () => updateDeal.before(OUTCOME, 'u2', call),
        () => updateDeal.lookup(OUTCOME, 'u2', call),
      ]) {
        const fault = await faultOf(ask());
        expect(fault).toMatchObject({ kind: 'rejected', certainlyNotLanded: true });
        expect(fault.message).toMatch(/101 was merged into 90/);
      }
      expect(JSON.parse(await rig.state())).toEqual(start);
      // The one that stays is answered for both, so that whoever hears of the other knows.
      expect((await dealsOf(rig.port).read('101', call))?.id).toBe('90');
    },
  },
  {
    name: 'of open cases those are told whose registration went into another one, and no other',
    async run(rig) {
      const { merged, reported } = dealsOf(rig.port);
      if (!rig.others.merge || !merged) return;
      const told = async (...ids: string[]) => (await merged(ids, call)).map(reported);
      expect(await told('88', '90', '91', '101')).toEqual([]);
      rig.others.merge('101', '90');
      rig.others.merge('91', '90');
      await rig.others.remove('88');
      expect(await told('88', '90', '91', '97', '101', '102', "1' or Id > 0")).toEqual(['91', '101']);
      expect(await told('90')).toEqual([]);
      expect(await told()).toEqual([]);
    },
  },
  {
    name: 'a new registration that went into another one is left alone by the undo, and that is said',
    async run(rig) {
      const effect = await create(rig);
      if (!rig.others.merge) return;
      rig.others.merge(effect.landed.id, '90');
      const start = JSON.parse(await rig.state());
      const { corrected } = await undone(dealsOf(rig.port).writes.createDeal, effect);
      expect(corrected).toContain('was merged into 90');
      expect(JSON.parse(await rig.state())).toEqual(start);
    },
  },
  {
    name: 'what the PRM drops in silence is said with record and field, and what landed can be undone',
    async run(rig) {
      if (!rig.others.drop) return;
      const { updateDeal, createDeal } = dealsOf(rig.port).writes;
      const start = JSON.parse(await rig.state());
      rig.others.drop();
      const writes = [
        { write: updateDeal, payload: OUTCOME, key: 'u', field: 'meta.ai_validation_score' },
        { write: createDeal, payload: REGISTRATION, key: 'c', field: 'field_data.contact_email' },
      ];
      for (const { write, payload, key, field } of writes) {
        const before = await write.before(payload, key, call);
        const fault = await faultOf(written(write, payload, key));
        const landed = fault.landed as NonNullable<typeof fault.landed>;
        expect(fault).toMatchObject({ kind: 'rejected', code: 'FIELD_DROPPED' });
        expect(fault.message).toContain(field);
        expect(fault.message).toContain(landed.id);
        expect(await rig.held(landed.id)).not.toBeNull();
        expect(await undone(write, { payload, before, landed, key })).toEqual({});
        expect(JSON.parse(await rig.state())).toEqual(start);
      }
    },
  },
  {
    name: 'an outcome is found once it stands there, and not before',
    async run(rig) {
      const { updateDeal } = dealsOf(rig.port).writes;
      expect(await updateDeal.lookup(OUTCOME, 'u', call)).toBe('absent');
      await update(rig);
      expect(await updateDeal.lookup({ ...OUTCOME, AI_Validation_Score: 12 }, 'u', call)).toBe('absent');
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
      await rig.others.number('101', 'SFDC-1');
      expect(await dealsOf(rig.port).read('101', call)).toMatchObject({ ours: false, partnerId: '7001' });
    },
  },
  {
    name: 'a registration is read in our words, and what is empty is null',
    async run(rig) {
      const deals = dealsOf(rig.port);
      expect(await deals.read('101', call)).toMatchObject({
        ...{ id: '101', partnerId: '7001', status: 'Submitted', submittedAt: rig.submittedAt },
        modifiedAt: '2026-11-20T08:12:30.250Z',
        fields: {
          ...{ customer_name: 'Rheinwerk Logistik AG', opportunity_name: 'Backup renewal' },
          ...{ stated_value: { amount: '48000.00', currency: 'EUR' }, expected_close_date: '2027-01-29' },
          ...{ primary_contact_email: 'j.brandt@rheinwerk.example', partner_notes: 'Budget approved.' },
        },
      });
      // A status that we give no other name.
      expect((await deals.read('88', call))?.status).toBe('Approved');
      await rig.others.empty('101');
      expect((await deals.read('101', call))?.fields.primary_contact_email).toBeNull();
    },
  },
  {
    name: 'an amount that could mean two things is none',
    async run(rig) {
      if (!rig.others.ambiguous) return;
      await rig.others.ambiguous();
      expect((await dealsOf(rig.port).read('101', call))?.fields.stated_value).toBeNull();
    },
  },
  {
    name: 'a partner is read with every field, in our words, and what the PRM does not say is unknown',
    async run(rig) {
      for (const partner of rig.partners)
        expect(await rig.port.partners.read(partner.id, call)).toEqual(partner);
      expect(await rig.port.partners.read('7003', call)).toMatchObject({
        ...{ name: 'Neuling GmbH', region: 'EMEA', email: null, manager: null, language: 'en' },
        ...{ winRate: null, performance: null, approvedRegistrations: null },
        ...{ certifications: null, territories: null, mdfBalance: null, parentPartner: null },
      });
    },
  },
  {
    name: 'a record is read by its id, and by nothing else that the PRM would take',
    async run(rig) {
      await rig.others.number('101', 'SFDC-1');
      const ids = ['partner@nordlicht.example', 'SFDC-1', '', '.', '..', '../Deal/101', '7001?fields=Id'];
      for (const id of [...ids, "7001' or '1'='1", '%2e%2e']) {
        expect(await rig.port.partners.read(id, call)).toBeNull();
        expect(await dealsOf(rig.port).read(id, call)).toBeNull();
      }
    },
  },
  {
    name: 'a page of maintenance or of a proxy is no answer',
    friendly: true,
    async run(rig) {
      const { port, http } = rig;
      const reads = [
        () => port.partners.read('7001', call),
        () => dealsOf(port).read('101', call),
        () => dealsOf(port).changedSince(null, call),
      ];
      for (const read of reads)
        for (const [status, kind] of [
          [200, 'unavailable'],
          [404, 'not_found'],
        ] as const) {
          await http.fault({ status, body: '<html>back soon</html>' });
          expect((await faultOf(read())).kind).toBe(kind);
        }
    },
  },
  {
    name: 'an event that names no registration is about none, or is refused',
    async run(rig) {
      for (const body of [null, 1, 'x', [], {}, { id: {} }, { id: '' }, { key: '' }]) {
        try {
          expect(dealsOf(rig.port).reported(body)).toBeNull();
        } catch (error) {
          expect(error).toMatchObject({ name: 'VendorFault', code: 'missing_id' });
        }
      }
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
    name: 'registrations that changed come whole, over however many pages',
    async run(rig) {
      const [first] = HISTORY;
      const ids = Array.from({ length: 260 }, (_, at) => String(40_000 + at));
      const modifiedAt = (at: number) =>
        new Date(Date.UTC(2026, 5, 1) + Math.floor(at / 3) * 1_000).toISOString();
      rig.others.import(
        ids.map((id, at) => ({ ...(first as ChannelPrmDeal), id, modifiedAt: modifiedAt(at) })),
      );
      const found = await changes(rig, null);
      const imported = found.map(({ id }) => id).filter((id) => ids.includes(id));
      expect(imported.toSorted()).toEqual(ids);
      const marks = found.map((each) => String(each.modifiedAt));
      expect(marks).toEqual(marks.toSorted());
    },
  },
  {
    name: 'a registration that cannot be read stops no other, and is told by its id and field',
    async run(rig) {
      rig.others.spoil('90');
      const { deals, odd } = await dealsOf(rig.port).changedSince(null, call);
      expect(deals.map(({ id }) => id)).toEqual(['97', '88', '91', '101']);
      expect(odd).toEqual([{ id: '90', message: expect.stringMatching(/90.*(amount|close_date)/i) }]);
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
