import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { ChangeMark } from '../../../adapters/ports/changes.ts';
import type { CrmPort } from '../../../adapters/ports/crm.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { undone, written } from '../as-ledger.ts';
import { call, faultOf } from '../contract.ts';
import type { Change, CrmKind, CrmRig } from './rig.ts';

/** One rule that Quarterdeck relies on; run on a CRM of its own. test/adapters/crm/wrong-adapters.test.ts proves that each can fail. */
export interface CrmCheck {
  name: string;
  /** Injects its own faults: run in friendly mode only. */
  friendly?: true;
  run(rig: CrmRig): Promise<void>;
}

const ACCOUNT = { externalId: 'acme.example', name: 'Acme GmbH', domain: 'acme.example' };
const CONTACT = { externalId: 'ct-1', email: 'jo.doe@acme.example', accountExternalId: 'acme.example' };
const DEAL = {
  externalId: 'DR-1',
  name: 'Seats',
  amount: '1200.50',
  currency: 'EUR',
  closeDate: '2027-02-01',
  accountExternalId: 'acme.example',
  partnerId: '7001',
  tags: ['size:large', 'product:backup', 'product:monitoring'],
  competitor: 'Initech',
};
const GARONNE = '001QD000000GARO';

const writeOf = ({ writes }: CrmPort, kind: CrmKind) =>
  ({ account: writes.upsertAccount, contact: writes.upsertContact, opportunity: writes.upsertOpportunity })[
    kind
  ];
const PAYLOADS: Record<CrmKind, JsonObject> = { account: ACCOUNT, contact: CONTACT, opportunity: DEAL };

async function write(rig: CrmRig, kind: CrmKind, more: JsonObject = {}, key: string = kind) {
  return await written(writeOf(rig.port, kind), { ...PAYLOADS[kind], ...more }, key);
}
/** An account, and what hangs on it where that is asked for. */
async function made(rig: CrmRig, kind: CrmKind) {
  const account = await write(rig, 'account');
  return { account, effect: kind === 'account' ? account : await write(rig, kind) };
}
const onGaronne = (rig: CrmRig): JsonObject => ({
  accountExternalId: undefined as never,
  accountId: rig.id(GARONNE),
});

/** Each page of what changed. */
async function pagesSince(port: CrmPort, mark: ChangeMark | null) {
  const pages = [];
  for (let since = mark; ; ) {
    const page = await port.changedSince(since, call);
    pages.push(page);
    if (page.next === null) return pages;
    since = page.next;
    if (pages.length > 60) throw new Error('the changes do not end');
  }
}
const idsOf = (pages: Awaited<ReturnType<typeof pagesSince>>) =>
  pages.flatMap(({ accounts, opportunities }) => [...accounts, ...opportunities].map(({ id }) => id));

/** Whoever changed this of a record after us. */
const CHANGES: Record<CrmKind, Change> = {
  account: { name: 'By a seller' },
  contact: { email: 'by.a.seller@acme.example' },
  opportunity: { amount: '31337' },
};

export const CRM_CHECKS: CrmCheck[] = [
  {
    name: 'every value that is written stands in the CRM',
    async run(rig) {
      const { account, effect: deal } = await made(rig, 'opportunity');
      const contact = await write(rig, 'contact');
      expect(await rig.held('account', account.landed.id)).toEqual({
        name: 'Acme GmbH',
        domain: 'acme.example',
      });
      expect(await rig.held('contact', contact.landed.id)).toEqual({
        email: 'jo.doe@acme.example',
        account: account.landed.id,
      });
      expect(await rig.held('opportunity', deal.landed.id)).toMatchObject({
        ...{ name: 'Seats', amount: 1200.5, currency: 'EUR', closeDate: '2027-02-01', partnerId: '7001' },
        ...{
          size: 'large',
          products: ['backup', 'monitoring'],
          competitor: 'Initech',
          account: account.landed.id,
        },
        stage: rig.port.openingStage,
        partnerSourced: true,
      });
    },
  },
  {
    name: 'an opportunity that no partner registered does not count for partners',
    async run(rig) {
      await write(rig, 'account');
      const { landed } = await write(rig, 'opportunity', { partnerId: null });
      expect(await rig.held('opportunity', landed.id)).toMatchObject({
        partnerId: null,
        partnerSourced: false,
      });
    },
  },
  {
    name: 'an amount is written to its last digit, or refused before anything is sent',
    async run(rig) {
      await write(rig, 'account');
      const { upsertOpportunity } = rig.port.writes;
      for (const [at, amount] of ['9007199254740993.07', '0.1', '123456789012.34'].entries()) {
        const start = await rig.state();
        const payload = { ...DEAL, externalId: `DR-${at}`, amount };
        const landed = await upsertOpportunity.send(payload, `k${at}`, call).catch((fault: unknown) => {
          expect(fault).toMatchObject({ kind: 'rejected', certainlyNotLanded: true });
          return null;
        });
        if (landed) expect(await rig.state()).toContain(amount);
        else expect(await rig.state()).toBe(start);
      }
    },
  },
  {
    name: 'whom the account has already is not made twice, however the address is spelled, and stays',
    async run(rig) {
      const { upsertContact } = rig.port.writes;
      const account = rig.id(GARONNE);
      if (!rig.others.person) return;
      const known = await rig.others.person(account, 'marie.roux@garonne-ateliers.example');
      const [start, contacts] = [await rig.state(), await rig.count('contact')];
      const more = { ...onGaronne(rig), email: 'Marie.Roux@Garonne-Ateliers.example' };
      const effect = await write(rig, 'contact', more);
      expect(effect.landed).toMatchObject({ id: known, created: false });
      expect(await rig.count('contact')).toBe(contacts);
      expect(await upsertContact.lookup(effect.payload, effect.key, call)).toMatchObject({ id: known });
      await undone(upsertContact, effect);
      expect(JSON.parse(await rig.state())).toEqual(JSON.parse(start));
    },
  },
  {
    name: 'a change is found once it stands there, and not before',
    async run(rig) {
      await made(rig, 'opportunity');
      for (const [kind, more] of [
        ['account', { name: 'Acme AG' }],
        ['opportunity', { amount: '900' }],
      ] as const) {
        const payload = { ...PAYLOADS[kind], ...more };
        expect(await writeOf(rig.port, kind).lookup(payload, 'k2', call)).toBe('absent');
        const { landed } = await write(rig, kind, more, 'k2');
        expect(await writeOf(rig.port, kind).lookup(payload, 'k2', call)).toMatchObject({ id: landed.id });
      }
    },
  },
  {
    name: 'choices that the CRM gives back in its own order are ours still',
    async run(rig) {
      const { effect } = await made(rig, 'opportunity');
      const { upsertOpportunity } = rig.port.writes;
      await rig.others.change('opportunity', effect.landed.id, { products: ['monitoring', 'backup'] });
      expect(await upsertOpportunity.lookup(effect.payload, effect.key, call)).toEqual(effect.landed);
      expect(await undone(upsertOpportunity, effect)).toEqual({});
      expect(await rig.held('opportunity', effect.landed.id)).toBeNull();
    },
  },
  {
    name: 'every value of a change stands in the CRM, too',
    async run(rig) {
      await made(rig, 'opportunity');
      const more = {
        name: 'More seats',
        amount: '900',
        currency: 'USD',
        closeDate: '2027-03-02',
        partnerId: '7002',
      };
      const { landed } = await write(
        rig,
        'opportunity',
        { ...more, tags: ['size:standard'], competitor: 'Globex' },
        'k2',
      );
      expect(await rig.held('opportunity', landed.id)).toMatchObject({
        ...{ name: 'More seats', amount: 900, currency: 'USD', closeDate: '2027-03-02', partnerId: '7002' },
        ...{ size: 'standard', products: [], competitor: 'Globex' },
      });
    },
  },
  {
    name: 'what hangs on an account of the CRM hangs on that account',
    async run(rig) {
      for (const kind of ['contact', 'opportunity'] as const) {
        const { landed } = await write(rig, kind, onGaronne(rig));
        expect((await rig.held(kind, landed.id))?.account).toBe(rig.id(GARONNE));
      }
    },
  },
  ...(['account', 'contact', 'opportunity'] as const).map(
    (kind): CrmCheck => ({
      name: `the undo of a creation keeps the ${kind} that somebody has changed since, and says so`,
      async run(rig) {
        const { effect } = await made(rig, kind);
        await rig.others.change(kind, effect.landed.id, CHANGES[kind]);
        const { corrected } = await undone(writeOf(rig.port, kind), effect);
        expect(corrected).toContain(effect.landed.id);
        expect(await rig.held(kind, effect.landed.id)).not.toBeNull();
      },
    }),
  ),
  {
    name: 'an opportunity that a seller has only moved on is kept by the undo of its creation, and that is said',
    async run(rig) {
      const { effect } = await made(rig, 'opportunity');
      await rig.others.change('opportunity', effect.landed.id, { stage: 'Negotiation' });
      const { corrected } = await undone(rig.port.writes.upsertOpportunity, effect);
      expect(corrected).toContain(effect.landed.id);
      expect(await rig.held('opportunity', effect.landed.id)).toMatchObject({ stage: 'Negotiation' });
    },
  },
  {
    name: 'a record that was merged into another is left alone by the undo, and that is said',
    async run(rig) {
      if (!rig.others.merge) return;
      const first = await write(rig, 'account');
      const second = await write(rig, 'account', { name: 'Acme AG' }, 'k2');
      // A survivor that holds what we wrote, so that only the merge tells that it is not ours.
      const winner = await rig.others.claim('other.example', 'Acme AG');
      rig.others.merge('account', first.landed.id, winner);
      const start = await rig.state();
      for (const effect of [second, first]) {
        const { corrected } = await undone(rig.port.writes.upsertAccount, effect);
        expect(corrected).toContain(winner);
      }
      expect(await rig.state()).toBe(start);
    },
  },
  {
    name: 'what hangs on an account that was merged since hangs on the one that it went into',
    async run(rig) {
      if (!rig.others.merge) return;
      const survivor = rig.id('001QD000000PAC1');
      rig.others.merge('account', rig.id(GARONNE), survivor);
      const accounts = await rig.count('account');
      for (const kind of ['contact', 'opportunity'] as const) {
        const effect = await write(rig, kind, onGaronne(rig));
        expect((await rig.held(kind, effect.landed.id))?.account).toBe(survivor);
        expect(await undone(writeOf(rig.port, kind), effect)).toEqual({});
      }
      expect(await rig.count('account')).toBe(accounts);
    },
  },
  {
    name: 'a record that is no more is told among the changes, once it was merged or deleted',
    async run(rig) {
      const pages = await pagesSince(rig.port, null);
      const mark = pages.findLast(({ next }) => next !== null)?.next ?? null;
      const told = async () => (await pagesSince(rig.port, mark)).flatMap(({ gone }) => gone?.accounts ?? []);
      expect(await told()).toEqual([]);
      const [survivor, loser, other] = ['001QD000000PAC1', '001QD000000PAC2', '001QD000000PAC3'].map(rig.id);
      const deal = rig.id('006QD000000GAR1');
      rig.others.merge?.('account', loser as string, survivor as string);
      const more = [rig.longId, '99001', '99002'];
      const accounts = more.map((id) => ({ id, name: 'Once', website: `once-${id}.example` }));
      rig.others.import({ accounts }, new Date().toISOString());
      const deleted = rig.tellsDeletions ? [other as string, ...more] : [];
      for (const id of deleted) await rig.others.remove('account', id);
      if (rig.tellsDeletions) await rig.others.remove('opportunity', deal);
      await sleep(5);
      const gone = await told();
      if (rig.others.merge) expect(gone).toContain(loser);
      for (const id of deleted) expect(gone).toContain(id);
      expect(gone).not.toContain(survivor);
      const deals = (await pagesSince(rig.port, mark)).flatMap((page) => page.gone?.opportunities ?? []);
      if (rig.tellsDeletions) expect(deals).toEqual([deal]);
      const left = (await pagesSince(rig.port, null)).flatMap(({ accounts }) => accounts.map(({ id }) => id));
      for (const id of gone) expect(left).not.toContain(id);
    },
  },
  {
    name: 'a record that cannot be read stops no other, and is told as such',
    friendly: true,
    async run(rig) {
      const port = rig.http.again({ pageSize: 200 });
      const { odd, good } = await rig.others.spoil();
      const page = await port.changedSince(null, call);
      expect(page.opportunities.map(({ id }) => id)).toContain(good);
      expect(page.odd).toEqual([{ id: odd, message: expect.stringContaining(odd) }]);
      expect(page.gone?.opportunities ?? []).not.toContain(odd);
    },
  },
  {
    name: 'a record that our user may not see any more is not taken for gone',
    friendly: true,
    async run(rig) {
      const first = await write(rig, 'account');
      const second = await write(rig, 'account', { name: 'Acme AG' }, 'k2');
      if (!rig.others.hide) return;
      for (const effect of [second, first]) {
        await rig.others.hide('account', effect.landed.id);
        const { corrected } = await undone(rig.port.writes.upsertAccount, effect);
        expect(corrected).toContain(effect.landed.id);
      }
      expect(await rig.held('account', first.landed.id)).toMatchObject({ name: 'Acme AG' });
    },
  },
  {
    name: 'the undo of a change empties again what was empty',
    async run(rig) {
      await write(rig, 'account', { domain: null });
      const empty = { partnerId: null, competitor: null, tags: [] };
      const { landed } = await write(rig, 'opportunity', empty);
      const before = [await rig.held('opportunity', landed.id), await rig.state()];
      const second = await write(rig, 'opportunity', {}, 'k2');
      expect(await undone(rig.port.writes.upsertOpportunity, second)).toEqual({});
      expect([await rig.held('opportunity', landed.id), await rig.state()]).toEqual(before);
    },
  },
  ...(['account', 'opportunity'] as const).map(
    (kind): CrmCheck => ({
      name: `the undo of a change leaves what somebody changed of the ${kind} since, says so, and puts back the rest`,
      async run(rig) {
        const { effect } = await made(rig, kind);
        const more: JsonObject =
          kind === 'account' ? { name: 'Acme AG', domain: 'acme.de' } : { name: 'More', amount: '900' };
        const second = await write(rig, kind, more, 'k2');
        await rig.others.change(kind, effect.landed.id, CHANGES[kind]);
        const { corrected } = await undone(writeOf(rig.port, kind), second);
        expect(corrected).toContain('changed after our write');
        const held = await rig.held(kind, effect.landed.id);
        expect(held).toMatchObject(
          kind === 'account'
            ? { name: 'By a seller', domain: 'acme.example' }
            : { name: 'Seats', amount: 31337 },
        );
      },
    }),
  ),
  {
    name: 'an undo that a page of maintenance has answered is not done yet',
    friendly: true,
    async run(rig) {
      const { effect } = await made(rig, 'opportunity');
      const { upsertOpportunity } = rig.port.writes;
      const second = await write(rig, 'opportunity', { amount: '7' }, 'k2');
      for (const [method, undoing] of [
        ['PATCH', second],
        ['DELETE', effect],
      ] as const) {
        await rig.http.fault({ method, status: 200, body: '<html>back soon</html>' });
        expect((await faultOf(upsertOpportunity.undo(undoing, call))).kind).toBe('unavailable');
        expect(await undone(upsertOpportunity, undoing)).toEqual({});
      }
      expect(await rig.held('opportunity', effect.landed.id)).toBeNull();
    },
  },
  {
    name: 'the undo of a change puts everything back where nobody else was at work',
    async run(rig) {
      const { effect } = await made(rig, 'opportunity');
      const before = await rig.held('opportunity', effect.landed.id);
      const second = await write(
        rig,
        'opportunity',
        { amount: '7', tags: [], partnerId: null, competitor: 'Globex' },
        'k2',
      );
      expect(await undone(rig.port.writes.upsertOpportunity, second)).toEqual({});
      expect(await rig.held('opportunity', effect.landed.id)).toEqual(before);
    },
  },
  {
    name: 'the undo of a creation removes the record, and nothing else',
    async run(rig) {
      const start = JSON.parse(await rig.state());
      const account = await write(rig, 'account');
      const middle = JSON.parse(await rig.state());
      const effect = await write(rig, 'opportunity');
      expect(await undone(rig.port.writes.upsertOpportunity, effect)).toEqual({});
      expect(JSON.parse(await rig.state())).toEqual(middle);
      expect(await undone(rig.port.writes.upsertAccount, account)).toEqual({});
      expect(JSON.parse(await rig.state())).toEqual(start);
    },
  },
  {
    name: 'an account stays while opportunities hang on it, and can go afterwards',
    async run(rig) {
      const { account, effect } = await made(rig, 'opportunity');
      const kept = await undone(rig.port.writes.upsertAccount, account);
      expect(kept).toMatchObject({ inUse: true, corrected: expect.stringContaining(account.landed.id) });
      expect(await rig.held('opportunity', effect.landed.id)).not.toBeNull();
      await undone(rig.port.writes.upsertOpportunity, effect);
      expect(await undone(rig.port.writes.upsertAccount, account)).toEqual({});
      expect(await rig.held('account', account.landed.id)).toBeNull();
    },
  },
  {
    name: 'a registration that names no competitor leaves the one that a seller noted',
    async run(rig) {
      await write(rig, 'account');
      const { landed } = await write(rig, 'opportunity', { competitor: null });
      await rig.others.change('opportunity', landed.id, { competitor: 'Globex' });
      await write(rig, 'opportunity', { competitor: null, amount: '7' }, 'k2');
      expect(await rig.held('opportunity', landed.id)).toMatchObject({ amount: 7, competitor: 'Globex' });
    },
  },
  {
    name: 'the stage that a seller gave an opportunity stays',
    async run(rig) {
      const { effect } = await made(rig, 'opportunity');
      await rig.others.change('opportunity', effect.landed.id, { stage: 'Negotiation' });
      await write(rig, 'opportunity', { amount: '7' }, 'k2');
      expect(await rig.held('opportunity', effect.landed.id)).toMatchObject({
        amount: 7,
        stage: 'Negotiation',
      });
    },
  },
  {
    name: 'a record of ours is found as ours, one that somebody else made under our id is not, and stays',
    async run(rig) {
      const { upsertAccount } = rig.port.writes;
      const ours = await write(rig, 'account');
      expect(await upsertAccount.lookup(ACCOUNT, 'account', call)).toEqual({
        id: ours.landed.id,
        created: true,
      });
      const theirs = { externalId: 'theirs.example', name: 'Made by a seller' };
      const before = await upsertAccount.before(theirs, 'k', call);
      const id = await rig.others.claim(theirs.externalId, theirs.name);
      const found = await upsertAccount.lookup(theirs, 'k', call);
      expect(found).toMatchObject({ id, created: false });
      const { corrected } = await upsertAccount.undo(
        { payload: theirs, before, landed: found as never, key: 'k' },
        call,
      );
      expect(corrected).toContain(id);
      expect(await rig.held('account', id)).toMatchObject({ name: 'Made by a seller' });
    },
  },
  {
    name: 'two workers that begin at the same moment make one account',
    async run(rig) {
      const [one, other] = [rig.port, rig.http.again({})].map((port) => port.writes.upsertAccount);
      if (!one || !other) throw new Error('two workers are needed');
      for (const each of [one, other]) await each.before(ACCOUNT, `k-${each === one}`, call);
      const accounts = await rig.count('account');
      const first = await one.send(ACCOUNT, 'k-true', call);
      const second = await other.send(ACCOUNT, 'k-false', call).catch((refused: unknown) => {
        // The repeat finds what the first has made: nobody has to be asked.
        expect(refused).toMatchObject({ kind: 'unavailable', certainlyNotLanded: true });
        return other.send(ACCOUNT, 'k-false', call);
      });
      expect(second.id).toBe(first.id);
      expect(await rig.count('account')).toBe(accounts + 1);
    },
  },
  {
    name: 'candidates share the domain or the leading word, whatever only looks like it',
    async run(rig) {
      const like = [
        'not-garonne-ateliers.example',
        'garonne-ateliers.example.evil.example',
        'garonne-ateliers.exampled',
      ];
      const accounts = [
        ...like.map((website, at) => ({ id: String(77_000 + at), name: `Like ${at}`, website })),
        { id: rig.longId, name: 'Pacific Long', website: 'long.example' },
        { id: '77100', name: 'Asia Pacific Lines', website: 'asia-lines.example' },
        { id: '77101', name: 'Transpacific', website: 'transpacific.example' },
      ];
      rig.others.import({ accounts }, '2026-11-01T00:00:00.000Z');
      // A domain has no case.
      const found = await rig.port.candidates(
        { domain: 'Garonne-Ateliers.example', name: 'Pacific Group' },
        call,
      );
      const wanted = [GARONNE, '001QD000000PAC1', '001QD000000PAC2', '001QD000000PAC3'].map(rig.id);
      wanted.push(rig.longId);
      expect(found.accounts.map(({ id }) => id).toSorted()).toEqual(wanted.toSorted());
    },
  },
  {
    name: 'candidates come with their open opportunities only, as they are',
    async run(rig) {
      const { opportunities } = await rig.port.candidates(
        { domain: 'garonne-ateliers.example', name: 'zzz' },
        call,
      );
      expect(opportunities).toEqual([
        {
          id: rig.id('006QD000000GAR1'),
          accountId: rig.id(GARONNE),
          name: 'Garonne direct renewal',
          stage: 'Negotiation',
          open: true,
          partnerId: '7001',
          modifiedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
          lastActivityAt: '2026-11-12T00:00:00.000Z',
          products: ['backup', 'monitoring'],
        },
      ]);
    },
  },
  {
    name: 'all open opportunities of an account come, however many they are',
    async run(rig) {
      const opportunities = Array.from({ length: 7 }, (_, at) => ({
        ...{
          id: String(66_000 + at),
          accountId: rig.id(GARONNE),
          name: `Renewal ${at}`,
          stage: 'Negotiation',
        },
        ...{ amount: 100, closeDate: '2026-12-18' },
      }));
      rig.others.import({ opportunities }, '2026-11-01T00:00:00.000Z');
      const found = await rig.port.candidates({ domain: 'garonne-ateliers.example', name: 'zzz' }, call);
      const wanted = [rig.id('006QD000000GAR1'), ...opportunities.map(({ id }) => id)];
      expect(found.opportunities.map(({ id }) => id).toSorted()).toEqual(wanted.toSorted());
    },
  },
  {
    name: 'a page of maintenance is no empty answer',
    friendly: true,
    async run(rig) {
      const by = { domain: 'garonne-ateliers.example', name: 'Pacific' };
      for (const read of [() => rig.port.candidates(by, call), () => rig.port.changedSince(null, call)]) {
        await rig.http.fault({ status: 200, body: '<html>back soon</html>' });
        expect((await faultOf(read())).kind).toBe('unavailable');
      }
    },
  },
  {
    name: 'the account that is ours is told among the candidates, and no other',
    async run(rig) {
      const { landed } = await write(rig, 'account');
      const own = async (externalId: string, name = 'Acme') =>
        (await rig.port.candidates({ domain: null, name, externalId }, call)).own;
      expect(await own('Acme.Example')).toBe(landed.id);
      expect(await own('other.example')).toBeNull();
      // One without a domain, too.
      expect(await own('earlier.example', 'Earlier')).not.toBeNull();
    },
  },
  {
    name: 'every change comes once, oldest first, also many of one instant',
    async run(rig) {
      const accounts = Array.from({ length: 9 }, (_, at) => ({
        ...{ id: String(88_000 + at), name: `Imported ${at}`, website: `imported-${at}.example` },
      }));
      rig.others.import({ accounts }, '2026-10-01T00:00:00.000Z');
      const pages = await pagesSince(rig.port, null);
      const ids = idsOf(pages);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.slice(0, 9).toSorted()).toEqual(accounts.map(({ id }) => id));
      expect(ids).toHaveLength(9 + 7);
      const marks = pages.flatMap(({ next }) => (next ? [next.modifiedAt] : []));
      expect(marks).toEqual(marks.toSorted());
      for (const mark of marks) expect(mark).toBe(new Date(mark).toISOString());
      // From any mark on, nothing is left out and nothing comes that lies before it.
      for (const { next } of pages.slice(0, 6)) {
        const rest = idsOf(await pagesSince(rig.port, next));
        expect(rest).toEqual(ids.slice(ids.length - rest.length));
      }
    },
  },
  {
    name: 'what changed a moment ago is left for later',
    async run(rig) {
      const young = await rig.http.again({ settleMs: 60_000 }).changedSince(null, call);
      expect([...young.accounts, ...young.opportunities]).toEqual([]);
      expect(young.next).toBeNull();
    },
  },
  {
    name: 'accounts and opportunities are read with what hangs on them, the closed ones, too',
    async run(rig) {
      const lost = { id: '66100', accountId: rig.id(GARONNE), name: 'Given up', stage: 'Closed Lost' };
      const opportunities = [{ ...lost, amount: 100, closeDate: '2026-06-18' }];
      rig.others.import({ opportunities }, '2026-06-18T00:00:00.000Z');
      const pages = await pagesSince(rig.port, null);
      const accounts = pages.flatMap((page) => page.accounts);
      const deals = pages.flatMap((page) => page.opportunities);
      expect(accounts.find(({ id }) => id === rig.id('001QD000000PAC2'))).toEqual({
        ...{ id: rig.id('001QD000000PAC2'), name: 'pacific Foods', domain: 'pacific-foods.example' },
        ...{ parentId: rig.id('001QD000000PAC1'), address: null, lastTouchAt: 'never' },
      });
      expect(deals.map(({ open }) => open).toSorted()).toEqual([false, false, true]);
      // Nobody is no partner without a name.
      expect(deals.map(({ partnerId }) => partnerId).toSorted()).toEqual(['7001', null, null]);
      expect(deals.every(({ accountId }) => accountId === rig.id(GARONNE))).toBe(true);
    },
  },
];
