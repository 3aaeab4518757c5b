import { describe, expect, test } from '@jest/globals';
import { appendAudit } from '../../../../adapters/store/audit.ts';
import { insertCase, updateCase } from '../../../../adapters/store/cases.ts';
import { settleClaimFacts } from '../../../../adapters/store/claim/keep-facts.ts';
import { lookAtPast } from '../../../../adapters/store/claim/look-at-past.ts';
import { forgedFacts, forgedStandings } from '../../../../adapters/store/facts-stamp.ts';
import { transact } from '../../../../adapters/store/pool.ts';
import { duplicateFindings } from '../../../../domain/claim/checks/duplicates.ts';
import type { PastClaims } from '../../../../domain/claim/checks/past-claims.ts';
import { facts, type Stated } from '../../../domain/claim/checks/made.ts';
import { aCase, openedDatabase } from '../database.ts';

const db = openedDatabase();

/** Looks at a claim as the activity does. */
const look = (stated: Stated) => lookAtPast(db.app, db.vault, facts(stated));

let made = 0;
/** A new case, and a claim of it with numbers and a customer of its own, so that tests of one database do not meet. */
async function aClaim(stated: Stated = {}) {
  made += 1;
  const row = aCase();
  await transact(db.app, (tx) => insertCase(tx, row));
  const number = `${50_000 + 7 * made}`;
  const sku = `SKU-${made}`;
  const [first = {}] = stated.lines ?? [];
  return {
    partner: `P${made}`,
    customer: `Customer${String.fromCharCode(97 + (made % 26)).repeat(5)}${made} GmbH`,
    ...stated,
    case: row.case,
    claim: stated.claim ?? row.case,
    lines: [{ invoice: number, sku, ...first }],
  } satisfies Stated;
}

const settle = (caseId: string, granted: string[]) =>
  transact(db.app, (tx) => settleClaimFacts(tx, caseId, granted));
const rules = (past: PastClaims) =>
  duplicateFindings(past, null).map(({ rule, weight }) => `${rule} ${weight}`);
const again = async (one: Stated, changes: Stated = {}) => {
  const other = await aClaim();
  return { ...one, ...changes, case: other.case, claim: other.case };
};

/** A page that looks so, with these numbers on it. */
const looking = (
  bits: string,
  numbers: string[] = ['n1', 'n2', 'n3', 'n4', 'n5'],
  camera: string | null = null,
) => ({
  looks: [{ bits, numbers }],
  camera,
});

test('names the other partners whose pictures the same camera took, but not those above and below', async () => {
  const taken = (camera: string) => [{ hash: 'f'.repeat(64), looks: [], camera }];
  const by = async (partner: string, camera: string, parent: string | null = null) => {
    const claim = await aClaim({ partner, parent, files: taken(camera) });
    return (await look(claim)).cameraPartners;
  };
  await by('cam-1', 'one');
  await by('cam-2', 'one');
  await by('cam-3', 'other');
  await by('cam-4', 'one', 'cam-5');
  expect(await by('cam-5', 'one')).toEqual(['cam-1', 'cam-2']);
  expect(await by('cam-6', 'third')).toEqual([]);
});

describe('what claims are compared by', () => {
  const told = () =>
    transact(db.app, async (tx) => [...(await forgedFacts(tx, db.vault)), ...(await forgedStandings(tx))]);

  test.each([
    ['another customer', "update claim_facts set customer = '[]' where case_id = $1"],
    ['an earlier place', 'update claim_facts set seq = default where case_id = $1'],
    ['keys taken away', 'delete from claim_fact_keys where case_id = $1'],
    ['a key more', "insert into claim_fact_keys values ('sale:x', $1, '1')"],
    ['no lines', 'delete from claim_fact_lines where case_id = $1'],
    ['lines set free that were paid', "update claim_fact_lines set standing = 'released' where case_id = $1"],
    ['lines said to be open', "update claim_fact_lines set standing = 'open' where case_id = $1"],
  ])('is named where our own role has written %s', async (_, text) => {
    const one = await aClaim({ lines: [{ sale: 'crm:Line/stamped' }] });
    await look(one);
    await look(one);
    await settle(one.case, ['1']);
    await transact(db.app, (tx) =>
      appendAudit(tx, one.case, {
        ...{ at: '2026-11-20T08:00:00.000Z', actor: 'system', action: 'case.closed', outcome: 'Approved' },
        ...{ authority: null, mode: 'automated', claim: 'Accrued', granted: ['1'] },
      }),
    );
    const about = async () => (await told()).filter((problem) => problem.case === one.case);
    expect(await about()).toEqual([]);
    await transact(db.app, (tx) => tx.query(text, [one.case]));
    expect(await about()).toMatchObject([{ kind: 'claim_facts_forged' }]);
    await expect(
      transact(db.app, (tx) => tx.query('update claim_facts set before_stamps = true')),
    ).rejects.toThrow('permission');
  });
});

describe('what was claimed before', () => {
  test('is found by file, invoice, sale, figures and picture, across spellings', async () => {
    const image = `${'0'.repeat(40)}${'f'.repeat(24)}`;
    const like = `${'0'.repeat(40)}${'f'.repeat(15)}${'0'.repeat(9)}`;
    const unlike = `${'0'.repeat(40)}${'f'.repeat(13)}${'0'.repeat(11)}`;
    const file = 'b'.repeat(64);
    const first = await aClaim({
      files: [{ hash: file, ...looking(image) }],
      lines: [{ sku: 'A-1', invoice: 'RE-2026/0815', sale: 'crm:Line/1' }],
    });
    await look(first);
    await settle(first.case, ['1']);
    const shares = async (changes: Stated) => {
      const past = await look(await again(await aClaim({ partner: first.partner }), changes));
      return past.lines.filter((line) => line.case === first.case).map((line) => line.shares);
    };
    const far = { soldOn: '2026-03-01', sku: 'Z-9' };
    expect(await shares({ lines: [{ ...far, invoice: '2026-815' }] })).toEqual([['invoice', 'stem']]);
    expect(await shares({ lines: [{ ...far, invoice: '2026-0815-1' }] })).toEqual([['stem']]);
    expect(await shares({ lines: [{ ...far, sale: 'crm:Line/1' }] })).toEqual([['sale']]);
    expect(await shares({ lines: [far], files: [{ hash: file, looks: [], camera: null }] })).toEqual([
      ['file'],
    ]);
    expect(await shares({ lines: [far], files: [{ hash: 'c'.repeat(64), ...looking(like) }] })).toEqual([
      ['image'],
    ]);
    expect(await shares({ lines: [far], files: [{ hash: 'd'.repeat(64), ...looking(unlike, []) }] })).toEqual(
      [],
    );
    // Without numbers, as on a photograph of an event, the picture tells.
    expect(await shares({ lines: [far], files: [{ hash: 'd'.repeat(64), ...looking(like, []) }] })).toEqual([
      ['image'],
    ]);
    // Read once more, a number is misread; an invoice of the same form has most numbers of its own.
    const reread = looking(like, ['n1', 'n2', 'n3', 'n4', 'n6']);
    const form = looking(like, ['n1', 'n2', 'm3', 'm4', 'm5']);
    expect(await shares({ lines: [far], files: [{ hash: 'd'.repeat(64), ...reread }] })).toEqual([['image']]);
    expect(await shares({ lines: [far], files: [{ hash: 'd'.repeat(64), ...form }] })).toEqual([]);
    expect(await shares({ lines: [{ sku: 'a 1', soldOn: '2026-10-15' }] })).toEqual([['fields']]);
    expect(await shares({ lines: [{ sku: 'a 1', soldOn: '2026-10-16' }] })).toEqual([]);
    expect(await shares({ lines: [far], customer: first.customer })).toEqual([['customer']]);
    const near = { lines: [{ sku: 'a 1', soldOn: '2026-10-15' }] };
    expect(await shares({ ...near, partner: 'another' })).toEqual([]);
    expect(await shares({ ...near, partner: 'another', customer: first.customer })).toEqual([['fields']]);
  });

  test('speaks against a second claim until it is given up', async () => {
    const first = await aClaim();
    expect(rules(await look(first))).toEqual([]);
    const second = await again(first);
    expect(rules(await look(second))).toEqual(['claim.duplicate_invoice review']);
    await settle(first.case, ['1']);
    expect(rules(await look(second))).toEqual(['claim.duplicate_invoice reject']);
    await settle(first.case, []);
    expect(rules(await look(second))).toEqual([]);
  });

  test('of a case that was rolled back or has failed speaks against nothing', async () => {
    const first = await aClaim();
    await look(first);
    await settle(first.case, ['1']);
    const second = await again(first);
    await transact(db.app, (tx) =>
      updateCase(tx, first.case, { status: 'rolled_back', endedAt: '2026-10-21T09:00:00.000Z' }),
    );
    expect(rules(await look(second))).toEqual([]);
  });

  test('of a case that has failed speaks for its money as long as that may stand', async () => {
    const first = await aClaim();
    await look(first);
    const second = await again(first);
    const end = { status: 'failed', endedAt: '2026-10-21T09:00:00.000Z' } as const;
    await transact(db.app, (tx) => updateCase(tx, first.case, end));
    expect(rules(await look(second))).toEqual([]);
    const effect = (key: string, status: string, undoes: string | null) =>
      db.admin.query(
        `insert into effects (key, case_id, step, revision, operation, payload, payload_hash, status, asked_at, undoes)
          values ($1, $2, $3, 1, 'accounts.accrue', '{}', '', $4, now(), $5)`,
        [key, first.case, key, status, undoes],
      );
    await effect(`${first.case}/a`, 'in_doubt', null);
    expect(rules(await look(second))).toEqual(['claim.duplicate_invoice reject']);
    await effect(`${first.case}/undo`, 'done', `${first.case}/a`);
    expect(rules(await look(second))).toEqual([]);
  });

  test('of two only the later one is in doubt, however often the first is looked at', async () => {
    const first = await aClaim();
    const second = await again(first);
    await look(first);
    await look(second);
    expect(rules(await look(first))).toEqual([]);
    expect(rules(await look(second))).toEqual(['claim.duplicate_invoice review']);
  });

  test('of two the one that was changed into the sale of the other comes behind it', async () => {
    const first = await aClaim();
    const second = await aClaim({ partner: first.partner });
    await look(first);
    expect(rules(await look(second))).toEqual([]);
    // The second is being paid and not settled yet: nothing but its own look is known of it.
    const changed = { ...second, case: first.case, claim: first.claim };
    expect(rules(await look(changed))).toEqual(['claim.duplicate_invoice review']);
    expect(rules(await look(changed))).toEqual(['claim.duplicate_invoice review']);
  });

  test('of lines only those that were granted stand', async () => {
    const one = await aClaim();
    const first = { ...one, lines: [...one.lines, { line: '2', sku: 'B-2', invoice: 'X-77001' }] };
    await look(first);
    await settle(first.case, ['1']);
    expect(rules(await look(await again(first, { lines: [{ sku: 'B-2', invoice: 'X-77001' }] })))).toEqual(
      [],
    );
    expect(rules(await look(await again(first, { lines: one.lines })))).toEqual([
      'claim.duplicate_invoice reject',
    ]);
  });

  test('in the claim’s own earlier cases and looks is no duplicate', async () => {
    const first = await aClaim();
    await look(first);
    await look({ ...first, usd: '99.00' });
    await settle(first.case, ['1']);
    const next = await aClaim();
    expect(rules(await look({ ...first, case: next.case }))).toEqual([]);
  });

  test('a later look takes the place of those before', async () => {
    const first = await aClaim();
    await look(first);
    await look({ ...first, lines: [{ sku: 'C-3', invoice: 'Y-90210' }] });
    expect(rules(await look(await again(first)))).toEqual([]);
    expect(
      rules(await look(await again(first, { lines: [{ sku: 'C-3', invoice: 'Y-90210' }] }))),
    ).toHaveLength(1);
  });
});

test('of duplicates that arrive at the same moment exactly one sees none', async () => {
  for (let round = 0; round < 5; round += 1) {
    const first = await aClaim();
    const alike = [
      first,
      await again(first),
      await again(first, { lines: [{ ...first.lines[0], invoice: 'W-1' }] }),
    ];
    const seen = await Promise.all([...alike, alike[0] as Stated].map((one) => look(one)));
    const clean = new Set(seen.filter((past) => rules(past).length === 0).map((past) => past.facts.case));
    expect(clean.size).toBe(1);
  }
});

test('of two that draw on one request the second sees what the first asks for', async () => {
  const first = await aClaim({ request: 'prm:FundRequest/1', usd: '700.25' });
  const second = await aClaim({ request: 'prm:FundRequest/1', partner: first.partner, usd: '50.00' });
  const another = await aClaim({ request: 'prm:FundRequest/1', usd: '50.00' });
  expect((await look(first)).funds).toEqual({ open: '0', granted: '0' });
  expect((await look(second)).funds).toEqual({ open: '700.25', granted: '0' });
  expect((await look(first)).funds).toEqual({ open: '0', granted: '0' });
  await settle(second.case, ['1']);
  expect((await look(first)).funds).toEqual({ open: '0', granted: '50.00' });
  expect((await look(another)).funds).toEqual({ open: '0', granted: '0' });
});

test('nothing that is kept can be read as a name or a number, and a partner reads nothing', async () => {
  const one = await aClaim({
    customer: 'Sentinelkunde GmbH',
    sellers: ['DE123456789'],
    lines: [{ invoice: 'SENT-4711' }],
  });
  await look(one);
  for (const table of [
    'claim_facts',
    'claim_fact_lines',
    'claim_fact_keys',
    'claim_fact_images',
    'claim_fact_image_parts',
  ]) {
    const { rows } = await transact(db.app, (tx) => tx.query(`select t::text as text from ${table} t`));
    expect(rows.map(({ text }) => text).join('\n')).not.toMatch(/sentinel|DE123456789|SENT.?4711/i);
    await expect(transact(db.partner, (tx) => tx.query(`select from ${table}`))).rejects.toThrow(
      /permission denied/,
    );
  }
});

test('among ten thousand claims of a program the figures are right and a look takes milliseconds', async () => {
  // Written by the database, not by what is tested: partner i % 50, USD 100 to 199 for 10 units, over 180 days.
  await db.admin.query(`
    insert into cases (case_id, lifecycle, source, external_id, sequence)
      select 'many:' || i, 'claim', 'many', i::text, 1 from generate_series(1, 10000) i;
    insert into claim_facts (case_id, claim, partner, program, type, submitted_on, usd, customer, sellers)
      select 'many:' || i, 'many:' || i, 'M' || i % 50, 'many', 'spiff', date '2026-10-20' - i % 180, 100 + i % 100, '[]', '{}'
        from generate_series(1, 10000) i;
    insert into claim_fact_lines (case_id, line, partner, program, sku, quantity, amount, currency, usd, sold_on, invoices, standing)
      select 'many:' || i, '1', 'M' || i % 50, 'many', 'MANY', 10, 100 + i % 100, 'USD', 100 + i % 100, date '2026-10-20' - i % 180, '{}', 'granted'
        from generate_series(1, 10000) i;
    insert into claim_fact_keys (key, case_id, line)
      select 'invoice:' || i, 'many:' || i, '1' from generate_series(1, 10000) i
      union all select 'fields:MANY|10|' || (date '2026-10-20' - i % 180) || '|M' || i % 50, 'many:' || i, '1' from generate_series(1, 10000) i;
    insert into claim_fact_images (case_id, hash) select 'many:' || i, (('x' || md5(i::text) || md5('b' || i))::bit(256)) from generate_series(1, 10000) i;
    insert into claim_fact_image_parts select p * 65536 + (i * 7919 + p * 104729) % 65536, case_id, hash
      from claim_fact_images, generate_series(0, 15) p, lateral (select substr(case_id, 6)::integer as i) as n where case_id like 'many:%';
    analyze claim_facts, claim_fact_lines, claim_fact_keys, claim_fact_images, claim_fact_image_parts`);
  const own = await aClaim({ partner: 'M7', program: 'many', submittedOn: '2026-10-20' });
  const stated: Stated = {
    ...own,
    files: [{ hash: 'e'.repeat(64), ...looking('5'.repeat(64), []) }],
    lines: [{ sku: 'MANY', invoice: 'N-31337', soldOn: '2026-10-18' }],
  };
  await look(stated);
  const times: number[] = [];
  let past: PastClaims | undefined;
  for (let run = 0; run < 9; run += 1) {
    const started = performance.now();
    past = await look(stated);
    times.push(performance.now() - started);
  }
  // The last of each, by day and case, as naively as it can be written.
  const last = (own: boolean, most: number) =>
    Array.from({ length: 10_000 }, (_, at) => at + 1)
      .filter((i) => (i % 50 === 7) === own)
      .sort((a, b) => (a % 180) - (b % 180) || (`many:${a}` < `many:${b}` ? -1 : 1))
      .slice(0, most)
      .map((i) => Math.log(100 + (i % 100)));
  const median = (all: number[]) => {
    const sorted = [...all].sort((a, b) => a - b);
    return ((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number)) / 2;
  };
  const peers = last(false, 1_000);
  const middle = median(peers);
  const mad = median(peers.map((value) => Math.abs(value - middle)));
  const { amounts, prices, weeks } = past?.history ?? {};
  expect(amounts?.own?.n).toBe(200);
  expect(amounts?.peers).toMatchObject({ n: 1_000, partners: 49 });
  expect(amounts?.peers?.median).toBeCloseTo(middle, 9);
  expect(amounts?.peers?.mad).toBeCloseTo(mad, 9);
  expect(prices).toMatchObject([{ sku: 'MANY', own: { n: 200 }, peers: { n: 1_000 } }]);
  const sold = (own: boolean, from: number, to: number) =>
    Array.from({ length: 10_000 }, (_, at) => at + 1).filter(
      (i) => (i % 50 === 7) === own && i % 180 >= from && i % 180 <= to,
    ).length;
  expect(weeks?.peersNow).toBe(sold(false, 2, 8));
  expect(weeks?.peers.at(-1)).toBe(sold(false, 9, 15));
  expect(weeks?.ownNow).toBe(sold(true, 2, 8) + 1);
  expect(past?.lines.map(({ case: id }) => id).sort()).toEqual(
    Array.from({ length: 10_000 }, (_, at) => at + 1)
      .filter((i) => i % 50 === 7 && i % 180 <= 5)
      .map((i) => `many:${i}`)
      .sort(),
  );
  const typical = times.sort((a, b) => a - b)[4] as number;
  // Quiet, it takes about a tenth of this.
  expect(typical).toBeLessThan(1_000);
  console.info(
    `claims.look_ms ${typical.toFixed(1)} (median of ${times.length}, 10,000 claims of the program)`,
  );
}, 60_000);
