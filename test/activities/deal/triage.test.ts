import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import pg from 'pg';
import { caseFacts } from '../../../activities/case-facts.ts';
import { dealActivities } from '../../../activities/deal/index.ts';
import { registrationRecordId } from '../../../activities/deal/query.ts';
import type { Triage } from '../../../activities/deal/triage.ts';
import { createEnrich } from '../../../adapters/enrich/index.ts';
import { parseDealJson } from '../../../adapters/intake/deal/json.ts';
import { submitDeal } from '../../../adapters/intake/deal/submit-deal.ts';
import type { EnrichPort } from '../../../adapters/ports/enrich.ts';
import { createPrm } from '../../../adapters/prm/index.ts';
import { auditOf } from '../../../adapters/store/audit.ts';
import { conflictsOf } from '../../../adapters/store/deal/conflicts.ts';
import { evidenceOf, getEvidence } from '../../../adapters/store/evidence.ts';
import { indexedRecords } from '../../../adapters/store/match.ts';
import { putPolicy } from '../../../adapters/store/policies.ts';
import { prefilledClaimOf } from '../../../adapters/store/prefilled-claims.ts';
import { decisionOf, rerunDecision } from '../../../adapters/store/rerun.ts';
import { statement } from '../../../adapters/store/statement.ts';
import { fillRows } from '../../../cli/deal/fill-text.ts';
import { decideDealAgain } from '../../../domain/deal/deciders.ts';
import type { DealEvidence } from '../../../domain/deal/evidence.ts';
import type { DecisionRecord } from '../../../domain/evidence.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { createEnrichSource } from '../../../sandbox/enrich.ts';
import { describeInstallation } from '../../environment/describe-installation.ts';
import { inUsd } from '../../environment/in-usd.ts';
import { GOLD, newDeal, PLATINUM } from '../../workflows/deal/cases.ts';

/** Triage on a real database with simulated vendors; no worker runs, each activity is called by itself. */

const here = describeInstallation({ worker: false });

const run = <R>(work: () => Promise<R>): Promise<R> => new MockActivityEnvironment().run(work) as Promise<R>;

async function recorded(deal: object, source = 'portal'): Promise<string> {
  const read = parseDealJson(Buffer.from(JSON.stringify(deal)), new Date(), inUsd('portal'));
  if (!read?.ok) throw new Error(`refused: ${JSON.stringify(read)}`);
  const { store, vault, taskQueue } = here;
  const submitting = {
    store,
    vault,
    taskQueue,
    client: here.env.client,
    now: () => new Date(),
    formatOf: inUsd,
    deliverWithinMs: 1,
  };
  return (await submitDeal(submitting, source, read.parsed)).case;
}

async function triaged(deal: object, enrich: EnrichPort | null = null) {
  const id = await recorded(deal);
  const deps = { ...here.deps, ports: { ...here.deps.ports, enrich } };
  const look = () => dealActivities(deps).triageDeal({ case: id, revision: 1 });
  const triage = (await run(look)) as Triage;
  const evidence = (await getEvidence(statement(here.store), triage.evidenceHash)) as unknown as DealEvidence;
  return { id, triage, evidence, again: () => run(look) };
}

describe('a registration that came by file, where the PRM is exports', () => {
  test('is created in the PRM, watched until it is entered there, and updated where the PRM has it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'qd-prm-files-'));
    const [fresh, known] = [newDeal(), newDeal()];
    writeFileSync(join(folder, 'partners.csv'), `id,name,tier,region\n${PLATINUM},Nordlicht,Platinum,EMEA\n`);
    writeFileSync(
      join(folder, 'deals.csv'),
      `id,partner_id,status\n${known.deal_id},${PLATINUM},In Prüfung\n`,
    );
    const ports = { ...here.deps.ports, prm: createPrm('files', { folder, out: folder }) };
    const look = async (deal: object) => {
      const id = await recorded(deal, 'files');
      const { triageDeal } = dealActivities({ ...here.deps, ports });
      return (await run(() => triageDeal({ case: id, revision: 1 }))) as Triage;
    };
    expect(await look(fresh)).toMatchObject({
      watched: { prmDeal: fresh.deal_id, there: false },
      payloads: { prmId: null, prmCreate: { externalId: fresh.deal_id, partnerId: PLATINUM } },
    });
    expect(await look(known)).toMatchObject({
      watched: { prmDeal: known.deal_id, there: true },
      payloads: { prmId: known.deal_id, prmCreate: null },
    });
    rmSync(folder, { recursive: true });
  });
});

describe('a look at a registration', () => {
  test('puts it where others find it, and is taken once', async () => {
    const deal = newDeal({ territories: ['FR'], product_families: ['backup'] });
    const { id, triage, again } = await triaged(deal);
    expect(triage).toMatchObject({ outcome: 'automatic', products: ['backup'] });
    const [kept] = await indexedRecords(statement(here.store), [registrationRecordId(id)]);
    expect(kept).toMatchObject({
      record: { name: deal.customer_name, territories: ['FR'], products: ['backup'], kind: 'registration' },
      facts: { partnerId: PLATINUM, open: true, status: 'Under Review', sourceOfRecord: 'registration' },
    });
    expect(JSON.stringify(kept)).not.toContain(deal.primary_contact_email);
    expect(await again()).toEqual(triage);
  });

  test('leaves to people what a row of the rollout table lets it do and nobody has signed, and says so', async () => {
    const db = statement(here.store);
    const planted = 'Gold/EMEA/standard';
    await db.query(
      `insert into rollout (lifecycle, segment, mode, reason, changed_by, token)
        values ('deal', $1, 'automated', 'measured', 'p-sam', 'e30.x')`,
      [planted],
    );
    const deal = newDeal({ source_partner_id: GOLD });
    const { id, triage } = await triaged(deal);
    expect(triage).toMatchObject({ mode: 'assisted', outcome: 'automatic' });
    expect(triage.promotion).not.toBe('e30.x');
    const entries = (await auditOf(db, id)).map(({ entry }) => entry);
    expect(entries.find(({ action }) => action === 'rollout.unproved')?.reason).toBe(
      `${planted} is set to automated, which nobody has signed; it counts as assisted`,
    );
    await db.query("update rollout set mode = 'shadow' where segment = $1", [planted]);
    const other = await triaged(newDeal({ source_partner_id: GOLD }));
    expect(other.triage.mode).toBe('shadow');
    expect((await auditOf(db, other.id)).some(({ entry }) => entry.action === 'rollout.unproved')).toBe(
      false,
    );
  });

  test('is decided by the policy that the installation has read, not by one that was planted', async () => {
    const db = statement(here.store);
    const before = (await triaged(newDeal())).triage;
    const [row] = (
      await db.query<{ body: JsonObject }>(
        "select body from policies where lifecycle = 'deal' order by effective_from desc",
      )
    ).rows;
    const effectiveFrom = '2026-01-02T00:00:00.000Z';
    const body = { ...row?.body, effectiveFrom } as JsonObject;
    const planted = await putPolicy(db, { lifecycle: 'deal', effectiveFrom, body });
    const { id, triage, again } = await triaged(newDeal());
    expect(planted).not.toBe(before.policyVersion);
    expect(triage.policyVersion).toBe(before.policyVersion);
    // Neither does a case keep one that somebody has put into its row.
    const owner = new pg.Client({ connectionString: here.database.adminUrl });
    await owner.connect();
    await owner.query('delete from steps where case_id = $1', [id]);
    await owner.query('update cases set policy_version = $2 where case_id = $1', [id, planted]);
    await owner.end();
    expect(await again()).toMatchObject({ policyVersion: before.policyVersion });
  });

  test('keeps its value for whoever judges who may decide it, also where its look is gone', async () => {
    const { id, triage } = await triaged(newDeal());
    const worth = async () =>
      Number((await caseFacts(statement(here.store), here.deps.installationKey, id)).valueUsd);
    expect(await worth()).toBe(Number(triage.amountUsd));
    expect(await worth()).toBeGreaterThan(0);
    const owner = new pg.Client({ connectionString: here.database.adminUrl });
    await owner.connect();
    await owner.query('delete from steps where case_id = $1', [id]);
    await owner.end();
    expect(await worth()).toBe(Number(triage.amountUsd));
  });

  test("finds another partner's registration in the index, and keeps both sides", async () => {
    const deal = newDeal();
    const first = await triaged(deal);
    const second = await triaged({
      ...newDeal(),
      customer_name: deal.customer_name,
      primary_contact_email: deal.primary_contact_email,
      source_partner_id: GOLD,
    });
    // A watched segment is decided blind: the activity of the look tells nothing of the conflict before somebody has decided.
    expect(second.triage).toMatchObject({ outcome: 'review', conflicts: [], payloads: null });
    const { openDeal } = dealActivities(here.deps);
    const opened = (await run(() => openDeal({ case: second.id, revision: 1 }))) as Triage;
    expect(opened.fields).toMatchObject({
      triage_status: 'FLAGGED_CONFLICT',
      Potential_Conflict_ID: registrationRecordId(first.id),
      recommended_action: 'keep_other',
      closure: 'Conflict',
    });
    const [kept] = await conflictsOf(statement(here.store), second.id);
    expect(kept).toMatchObject({
      clause: 'registered',
      thisFirst: false,
      evidenceHash: second.triage.evidenceHash,
      thisSide: { partnerId: GOLD },
      otherSide: { partnerId: PLATINUM, record: registrationRecordId(first.id) },
    });
    expect(kept?.fields.map(({ field }) => field)).toContain('domain');
    const { rows } = await here.store.pool.query('select * from conflict_histories where case_id = $1', [
      first.id,
    ]);
    expect(rows).toEqual([]);
  });

  test('keeps to the account that it found in the CRM, and one that only has the name is none', async () => {
    const [deal, namesake] = [newDeal(), newDeal()];
    const website = `https://${deal.primary_contact_email.split('@')[1]}`;
    const [id, likelier] = ['001QD00000TRI01AAA', '001QD00000TRI00AAA'];
    const other = { id: '001QD00000TRI02AAA', name: namesake.customer_name, website: 'https://else.example' };
    here.salesforce.seed({
      accounts: [{ id, name: 'Quite Other Words', website }, other],
      opportunities: [],
    });
    const { triage, again } = await triaged(deal);
    expect(triage.payloads).toMatchObject({
      account: null,
      contact: { accountId: id },
      opportunity: { accountId: id },
    });
    expect(JSON.stringify(triage.payloads)).not.toContain('accountExternalId');
    const late = { id: likelier, name: deal.customer_name, website };
    here.salesforce.seed({ accounts: [late], opportunities: [] });
    expect(await again()).toEqual(triage);

    const { payloads } = (await triaged(namesake)).triage;
    expect(payloads.opportunity.accountExternalId).toBe(payloads.account?.externalId);
    expect(JSON.stringify(payloads)).not.toContain('accountId');
  });

  test('the same partner twice would close as a duplicate', async () => {
    const deal = newDeal();
    await triaged(deal);
    const again = {
      ...newDeal(),
      customer_name: deal.customer_name,
      primary_contact_email: deal.primary_contact_email,
    };
    const { fields } = (await triaged(again)).triage;
    expect(fields).toMatchObject({ closure: 'Duplicate', recommended_action: 'close_as_duplicate' });
  });

  test('can be computed again from what was kept, whichever version of the model was used', async () => {
    const { id, evidence } = await triaged(newDeal({ source_partner_id: GOLD }));
    const db = statement(here.store);
    expect((await decisionOf(db, id))?.decision.decider).toBe('deal@2');
    expect(evidence.matching).toMatchObject({
      model: here.deps.matchModel.model.id,
      version: here.deps.matchModel.version,
    });
    expect(
      await rerunDecision(
        db,
        here.vault,
        { case: id, record: (await decisionOf(db, id)) as DecisionRecord },
        decideDealAgain,
      ),
    ).toMatchObject({ result: 'equal' });
  });

  test('an activity paid from funds is checked, and its claim pre-filled as a proposal', async () => {
    const funded = newDeal({
      mdf_claim: 'MDF-9',
      mdf_campaign: 'Fair',
      mdf_date: '2026-11-02',
      mdf_amount: '900.00',
    });
    const { id, triage } = await triaged(funded);
    expect(triage.outcome).toBe('review');
    expect(triage.reasons.map(({ rule }) => rule)).toContain('mdf.no_proof');
    expect(await prefilledClaimOf(statement(here.store), id)).toMatchObject({
      claim: 'MDF-9',
      campaign: 'Fair',
      date: '2026-11-02',
      amount: { amount: '900.00', currency: 'USD' },
      problems: ['mdf.no_proof'],
    });
  });
});

test("what is missing is proposed from the partner's own past, to the reviewer only", async () => {
  const deal = newDeal();
  const before = await triaged(deal);
  const { id, triage } = await triaged({
    ...newDeal(),
    customer_name: deal.customer_name,
    opportunity_name: deal.opportunity_name,
    primary_contact_email: null,
    estimated_value: null,
  });
  expect(triage).toMatchObject({
    outcome: 'incomplete',
    fields: { missing: ['primary_contact_email', 'estimated_value'] },
  });
  const from = registrationRecordId(before.id);
  const [kept] = await evidenceOf(statement(here.store), id, 'fill_in');
  expect(kept?.body).toEqual({
    schemaVersion: 1,
    revision: 1,
    fills: [
      { field: 'primary_contact_email', value: null, from, because: 'same_customer' },
      {
        field: 'stated_value',
        value: { amount: '22500.00', currency: 'USD' },
        from,
        because: 'same_opportunity',
      },
    ],
  });
  expect(fillRows((kept?.body.fills ?? []) as never)).toEqual([
    ['primary_contact_email', `as in ${from} (same customer)`],
    ['estimated_value', `USD 22,500, as in ${from} (same opportunity)`],
  ]);
  const other = await triaged({
    ...newDeal(),
    customer_name: deal.customer_name,
    primary_contact_email: null,
    source_partner_id: GOLD,
  });
  expect(await evidenceOf(statement(here.store), other.id, 'fill_in')).toEqual([]);
});

describe('firmographics', () => {
  test('of an outside source stand in the evidence', async () => {
    const deal = newDeal();
    const domain = deal.primary_contact_email.split('@')[1] as string;
    const company = {
      id: 'C-1',
      name: deal.customer_name,
      domain,
      country: 'FR',
      industry: 'retail',
      employees: 80,
    };
    const source = createEnrichSource({ companies: [company] });
    const baseUrl = await source.listen();
    const enrich = createEnrich('http', { baseUrl, apiKey: 'sandbox-enrich-key' });
    const { evidence } = await triaged(deal, enrich);
    await source.close();
    expect(evidence.company).toEqual({
      source: 'http',
      id: 'C-1',
      country: 'FR',
      industry: 'retail',
      employees: 80,
    });
  });

  test('of a source that is down stop nothing', async () => {
    const gone = createEnrich('http', { baseUrl: 'http://127.0.0.1:9', apiKey: 'k' });
    const { triage, evidence } = await triaged(newDeal(), gone);
    expect(evidence.company).toBeNull();
    expect(triage.outcome).toBe('automatic');
  });
});
