import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { compareRecords } from '../../activities/deal/matches.ts';
import { createMatch } from '../../adapters/match/index.ts';
import type { MatchPort } from '../../adapters/ports/match.ts';
import { decideDeal } from '../../domain/deal/decision.ts';
import type { DealEvidence } from '../../domain/deal/evidence.ts';
import type { TriageStatus } from '../../domain/deal/registration.ts';
import type { IndexedRecord } from '../../domain/match/facts.ts';
import { nameOnly } from '../../domain/match/name-only.ts';
import { dealPolicy } from '../../installation/deal/policy.ts';
import { matchModel } from '../../installation/policy.ts';
import { companyRecords } from './company-records.ts';
import { loadRecords } from './conflict.ts';
import { type Figure, shareFigure } from './figures.ts';
import type { BenchOptions } from './index.ts';
import { onPostgres } from './postgres-only.ts';
import { draw, type Random, seeded, shuffled } from './random.ts';
import { SEEN, UNSEEN } from './restatements.ts';

const ACCOUNTS = 100_000;
/** Registrations that another partner holds: of companies of the generator, and of as many published names as there are. */
const HELD = 600;
const CLEAN = 600;
/** A tenant that has just begun: what it has learnt of words is little. */
const FEW_ACCOUNTS = 100;
const FEW_HELD = 50;
const PER_KIND = 50;
const DATA = join(import.meta.dirname, '../../test/data');
const CALL = { timeoutMs: 10_000, mayWait: true };
const NOW = '2026-11-20T12:00:00.000Z';

type Look = (name: string, domain: string | null) => Promise<TriageStatus>;

/**
 * `deals.missed_conflict`: registrations that would be approved without a person while another partner holds the same customer under
 * another spelling of the name, by which alone it can be told. Among 100,000 accounts in Postgres' index; the share of clean
 * registrations that are approved, and that are called a conflict, is of the same run. `deals.auto_rate.100` is the share of clean ones
 * approved where there are 100 accounts and 50 registrations of others.
 */
export async function missedConflict({ seed, say }: BenchOptions): Promise<Figure[]> {
  const random = seeded(seed);
  const made = companyRecords(seeded(seed), ACCOUNTS + HELD + CLEAN);
  const published = shuffled(random, publishedNames());
  const half = published.length >> 1;
  const held = [
    ...made.slice(ACCOUNTS, ACCOUNTS + HELD).map(({ record }) => record.name),
    ...published.slice(0, half),
  ];
  const clean = [
    ...made.slice(ACCOUNTS + HELD).map(({ record }) => record),
    ...published.slice(half).map((name) => nameOnly('registration:clean', name)),
  ];
  const pairs = publicPairs();
  const figures = await onPostgres(async (store, adminUrl) => {
    say('Indexing 100,000 accounts and what another partner holds …');
    const registrations = [...held, ...pairs.map(([left]) => left)].map(heldByAnother);
    await loadRecords(store, adminUrl, [...made.slice(0, ACCOUNTS), ...registrations]);
    const look = looking(createMatch('postgres', {}, store));
    const figures: Figure[] = [];
    for (const [part, kinds] of [
      ['', SEEN],
      ['_unseen', UNSEEN],
    ] as const) {
      let [missed, asked] = [0, 0];
      for (const { kind, source, restate } of kinds) {
        const names = restated(random, held, restate);
        const approved = await countOf(
          names,
          async (name) => (await look(name, null)) === 'AUTO_APPROVED',
          (name) => say(`  missed: ${name}`),
        );
        say(`${kind} (${source}): ${approved} of ${names.length} approved beside the same customer.`);
        missed += approved;
        asked += names.length;
      }
      figures.push(shareFigure(`deals.missed_conflict${part}`, missed, asked, ['≤', 0.01]));
    }
    const again = await countOf(
      pairs.map(([, right]) => right),
      async (name) => (await look(name, null)) === 'AUTO_APPROVED',
      (name) => say(`  missed: ${name}`),
    );
    figures.push(shareFigure('deals.missed_conflict_published', again, pairs.length, ['≤', 0.01]));
    const statuses: TriageStatus[] = [];
    for (const { name, domain } of clean) statuses.push(await look(name, domain));
    const share = (status: TriageStatus) => statuses.filter((each) => each === status).length;
    figures.push(shareFigure('deals.auto_rate', share('AUTO_APPROVED'), clean.length, ['≥', 0.8]));
    figures.push(shareFigure('deals.false_conflict', share('FLAGGED_CONFLICT'), clean.length, ['≤', 0.05]));
    return figures;
  });
  const begun = await onPostgres(async (store, adminUrl) => {
    const there = made.slice(0, FEW_ACCOUNTS);
    await loadRecords(store, adminUrl, [...there, ...held.slice(0, FEW_HELD).map(heldByAnother)]);
    const look = looking(createMatch('postgres', {}, store));
    const asked = clean.slice(0, CLEAN);
    const approved = await countOf(
      asked,
      async ({ name, domain }) => (await look(name, domain)) === 'AUTO_APPROVED',
      () => undefined,
    );
    return shareFigure('deals.auto_rate.100', approved, asked.length, ['≥', 0.8]);
  });
  return [...figures, begun];
}

/** What a complete registration of a Platinum partner comes to, if nothing but the customer stands against it. */
function looking(port: MatchPort): Look {
  const { deal: policy } = dealPolicy('policy');
  const model = matchModel('policy');
  return async (name, domain) => {
    const query = { ...nameOnly('registration:asked', name), domain };
    const compared = await compareRecords(
      { match: port },
      model,
      query,
      [],
      () => false,
      policy.matching,
      CALL,
    );
    return decideDeal({ ...clearOf(name, domain), ...compared }, policy).fields.triage_status;
  };
}

async function countOf<T>(
  all: readonly T[],
  is: (one: T) => Promise<boolean>,
  found: (one: T) => void,
): Promise<number> {
  let count = 0;
  for (const one of all) {
    if (!(await is(one))) continue;
    found(one);
    count += 1;
  }
  return count;
}

function restated(
  random: Random,
  names: readonly string[],
  restate: (name: string, random: Random) => string | null,
) {
  const found: string[] = [];
  for (let tries = 0; found.length < PER_KIND && tries < 40 * PER_KIND; tries += 1) {
    const name = restate(draw(random, names), random);
    if (name !== null) found.push(name);
  }
  return found;
}

function publishedNames(): string[] {
  return readFileSync(join(DATA, 'org_suffixes/sec_companies.csv'), 'latin1')
    .split(/\r?\n/)
    .map((line) => line.split(';')[0]?.trim() ?? '')
    .filter((name) => name !== '');
}

/** Pairs of names of one organisation, as people have put them together in three public sets. */
function publicPairs(): [string, string][] {
  return ['nomenklatura', 'ing_emm', 'company_pairs'].flatMap((set) =>
    parse<{ left: string; right: string; same: string }>(readFileSync(join(DATA, `er_${set}/pairs.csv`)), {
      columns: true,
    })
      .filter(({ same, left, right }) => same === 'true' && left !== right)
      .map(({ left, right }): [string, string] => [left, right]),
  );
}

function heldByAnother(name: string, n: number): IndexedRecord {
  const facts = {
    ...{
      partnerId: '7001',
      submittedAt: '2026-11-01T08:00:00.000Z',
      protectedUntil: '2027-02-01T00:00:00.000Z',
    },
    ...{ open: true, lastTouchAt: null, status: 'Approved', sourceOfRecord: 'registration' as const },
  };
  return { record: nameOnly(`registration:held-${n}`, name), facts };
}

function clearOf(name: string, domain: string | null): DealEvidence {
  return {
    ...{ schemaVersion: 2, asOf: NOW, record: 'registration:asked', peers: null, company: null },
    ...{ matching: null, matches: [], documents: [] },
    submission: {
      ...{ customer_name: name, opportunity_name: 'Renewal', contact_domain: domain, contact_given: true },
      ...{ stated_value: { amount: '40000.00', currency: 'USD' }, estimated_value: '40000.00', rate: null },
      ...{
        expected_close_date: '2027-01-29',
        notes_given: true,
        budget: 'given',
        timeline: 'given',
        mdf: null,
      },
      ...{ provenance: 'structured', program: 'standard', territories: [], product_families: [] },
      ...{ non_standard_discount: false, submission_timestamp: '2026-11-20T08:00:00.000Z', problems: [] },
    },
    partner: {
      ...{
        id: '7002',
        known: true,
        active: true,
        tier: 'Platinum',
        region: 'EMEA',
        winRate: 0.6,
        performance: 0.9,
      },
      ...{
        certified: true,
        approvedRegistrations: 40,
        certifications: null,
        territories: null,
        mdfBalance: null,
      },
    },
  };
}
