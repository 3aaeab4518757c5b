import { describe, expect, test } from '@jest/globals';
import type { Medium, PlannedClaim } from '../../sandbox/channel/generator/claim/claim.ts';
import { render } from '../../sandbox/channel/generator/claim/papers/render.ts';
import { parseClaimPlan, SAMPLE_CLAIMS } from '../../sandbox/channel/generator/claim/plan.ts';
import { readPrograms } from '../../sandbox/channel/generator/claim/programs.ts';
import { sampleClaims } from '../../sandbox/channel/generator/claim/sample-claims.ts';
import { readClaims } from '../../sandbox/channel.ts';

/** The claims of the sample channel, on a day on which all of its programs are in force. */

const DAY = '2026-11-21';
const made = sampleClaims(DAY);
const { claims } = made;
const of = (kind: string) => claims.filter(({ truth }) => truth.kind.startsWith(kind));

describe('the claims of the sample', () => {
  test('are at least 400, about 9 of 100 invalid and 2 of 100 duplicates, each kind of them at least once', () => {
    expect(claims.length).toBeGreaterThanOrEqual(400);
    expect(of('invalid').length / claims.length).toBeCloseTo(0.09, 2);
    expect(of('duplicate').length / claims.length).toBeCloseTo(0.02, 2);
    expect(new Set(of('invalid').map(({ truth }) => truth.kind)).size).toBeGreaterThanOrEqual(30);
    expect(new Set(of('duplicate').map(({ truth }) => truth.kind.split('.')[1])).size).toBe(8);
  });

  test('come on every kind of paper, and from every program that is in force', () => {
    const media = new Set(claims.flatMap(({ documents }) => documents.map(({ medium }) => medium)));
    const all: Medium[] = ['pdf', 'cii', 'ubl', 'hybrid', 'mail', 'mail_pdf', 'csv', 'xlsx', 'scan', 'photo'];
    expect([...media].sort()).toEqual(all.sort());
    expect(new Set(claims.map(({ fields }) => fields.program))).toEqual(new Set(readPrograms().keys()));
  });

  test('say nothing of their truth where they are handed in', async () => {
    const handedIn = readClaims(DAY).claims.slice(0, 12);
    for (const claim of handedIn) {
      const stated = JSON.parse((await claim.json()).toString());
      expect(stated.claim_id).toBe(claim.id);
      expect(JSON.stringify(stated)).not.toMatch(/invalid|duplicate|truth/);
    }
  }, 240_000);

  test('name registrations and requests for funds that the PRM of the sample holds', () => {
    const deals = new Set(made.deals.map(({ id }) => id));
    const funds = new Set(made.funds.map(({ id }) => id));
    for (const { fields } of of('clean')) {
      if (fields.deal_id) expect(deals).toContain(fields.deal_id);
      if (fields.request) expect(funds).toContain(fields.request);
    }
  });

  test('are none where no program pays any more', () => {
    expect(sampleClaims('2028-03-01').claims).toEqual([]);
  });
});

test('the same claim is the same bytes, on every kind of paper', async () => {
  const again = sampleClaims(DAY).claims;
  const seen = new Set<Medium>();
  for (const [at, { documents }] of claims.entries()) {
    for (const [number, document] of documents.entries()) {
      if (seen.has(document.medium)) continue;
      seen.add(document.medium);
      const twin = (again[at] as PlannedClaim).documents[number];
      const [first, second] = [await render(document), await render(twin as typeof document)];
      expect({ medium: document.medium, same: first.equals(second) }).toEqual({
        medium: document.medium,
        same: true,
      });
      expect(first.length).toBeLessThan(400_000);
    }
  }
  expect(sampleClaims(DAY, 2).claims[0]).not.toEqual(claims[0]);
}, 240_000);

test('a second picture of a sheet is other bytes, and the same picture compressed again is another file', async () => {
  const picture = claims.flatMap(({ documents }) => documents).find(({ medium }) => medium === 'scan');
  if (!picture) throw new Error('the sample has scans');
  const files = [await render(picture)];
  for (const again of ['rescan', 'crop', 'recompress'] as const)
    files.push(await render({ ...picture, look: { ...picture.look, again } }));
  expect(new Set(files.map((bytes) => bytes.toString('base64'))).size).toBe(4);
}, 240_000);

test('a plan of other figures says what it does not know', () => {
  expect(parseClaimPlan('{ "claims": 50 }', SAMPLE_CLAIMS)).toEqual({ ...SAMPLE_CLAIMS, claims: 50 });
  expect(() => parseClaimPlan('{ "claim": 50 }', SAMPLE_CLAIMS)).toThrow(
    'claim is no part of a plan of claims',
  );
  expect(() => parseClaimPlan('{ "invalid": -1 }', SAMPLE_CLAIMS)).toThrow('invalid must be a number');
  expect(() => parseClaimPlan('{ "invalid": 0.9, "duplicate": 0.2 }', SAMPLE_CLAIMS)).toThrow('at most 1');
});
