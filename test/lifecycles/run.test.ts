import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inOverlay } from './in-overlay.ts';
import { addLifecycles, type Overlay } from './overlay.ts';

/** Two toys are taken through all of the product; both have the same activities, steps, notices, messages and record ids. */
const NAMES = ['toy', 'duo'];

interface Done {
  id: string;
  asked: { reasons: { rule: string }[]; title: string; segment: string };
  page: { evidence: { seats: number } };
  lists: { reviews: object[]; words: string; shown: object; why: object; board: string };
  submitted: object[];
  period: { id: string; again: string; segment: string; partner: null; outcome: string; mails: number };
  mails: number;
  audit: string[];
  metrics: { cases: number; approvalRate: { of: number } };
  rollout: { segment: string; mode: string }[];
}
interface Report {
  done: Done[];
  files: { lifecycle: string; file: string; outcome: string; codes: string[] }[];
  refused: { status: number; body: { code: string; field: string } }[];
  unknown: { status: number; body: { code: string } };
  letters: { lifecycle: string; problem: { code: string }; source: string }[];
  filed: { case_id: string }[];
  effects: { key: string; operation: string; status: string; undoes: string | null }[];
  policies: { lifecycle: string; body: { askFrom?: number } }[];
  activities: string[];
  listed: string[];
  batches: {
    withBad: Batch;
    mended: Batch;
    counted: { counted: number; lines: number }[];
    rested: Batch;
    due: string;
    again: string;
    refused: string;
    ended: Batch;
    histories: { signals: number; events: number }[];
    listed: string;
    started: { count: number }[];
    verified: object;
  };
}
interface Batch {
  state: string;
  counts: Record<string, number>;
  failures: object[];
  audit: { action: string; actor: string }[];
}

describe('two lifecycles with the same names inside', () => {
  let overlay: Overlay;
  let report: Report;
  beforeAll(async () => {
    overlay = addLifecycles(NAMES);
    const { code, text } = await inOverlay(overlay, join('test', 'toy-run.ts'), ...NAMES);
    const [, found] = /^REPORT (.*)$/m.exec(text) ?? [];
    if (code !== 0 || !found) throw new Error(text);
    report = JSON.parse(found) as Report;
  }, 240_000);
  afterAll(() => overlay?.remove());

  test.each(NAMES.map((name, index) => [name, index] as const))(
    'a case of %s is asked about, approved, written, told, decided again and taken back',
    (name, index) => {
      const one = report.done[index] as Done;
      expect(one).toMatchObject({
        id: `${name}:portal:R~2d1`,
        asked: { reasons: [{ rule: `${name}.seats` }], title: '25 seats' },
        page: { evidence: { seats: 25 } },
        outcome: 'Approved',
        written: true,
        rerun: 'equal',
        reversed: 'rolled_back',
        left: false,
        status: 'rolled_back',
        metrics: { cases: 3 },
        rollout: [{ segment: '*/*/*', mode: 'assisted' }],
      });
      expect(one.asked.segment).toMatch(/\/toys$|\/duos$/);
      expect(one.audit).toEqual(
        expect.arrayContaining(['decision.computed', 'decision.accepted', 'case.closed']),
      );
      expect(one.audit.at(-1)).toBe('case.rolled_back');
    },
  );

  test.each(NAMES.map((name, index) => [name, index] as const))(
    'cases of %s are submitted, listed, shown and explained in words of its own, and no other lifecycle is among them',
    (name, index) => {
      const { lists, submitted } = report.done[index] as Done;
      const id = `${name}:portal:R~2d1`;
      expect(lists.reviews).toEqual([
        expect.objectContaining({ case: id, lifecycle: name, about: '25 seats', advice: 'review' }),
      ]);
      expect(lists.words).toMatch(/^CASE +SEATS +USD +ADVICE +STATUS +CHANGED\n/);
      expect(lists.words).toContain('25 seats');
      expect(lists.shown).toMatchObject({ case: id, audit: expect.any(Array) });
      expect(lists.why).toMatchObject({
        standing: 'It waits for a person, because of the reasons below.',
        reasons: [{ rule: `${name}.seats` }],
        steps: [`Decide it: quarterdeck reviews show ${id}`],
      });
      expect(lists.board).toMatch(new RegExp(`^1 ${name}s\\n +1 +waits for a decision`));
      expect(lists.board).toContain(`it is about many seats (${name}.seats): 1`);
      expect(submitted).toEqual([
        expect.objectContaining({ case: `${name}:files:R~2d2`, state: 'accepted', problem: null }),
      ]);
    },
  );

  test.each(NAMES.map((name, index) => [name, index] as const))(
    'a case of %s that a schedule starts has a period and no partner, and tells nobody',
    (name, index) => {
      const { period } = report.done[index] as Done;
      const id = `${name}:schedule:2025~2dQ3`;
      expect(period).toMatchObject({
        id,
        again: id,
        segment: 'company/company/2025-Q3',
        partner: null,
        outcome: 'Approved',
      });
    },
  );

  test('come in by the API and through a folder each, and what is wrong is refused and kept', () => {
    expect(report.files).toEqual(
      NAMES.flatMap((lifecycle) => [
        { lifecycle, file: 'broken.json', outcome: 'failed', codes: ['malformed_json'] },
        { lifecycle, file: 'good.json', outcome: 'done', codes: [] },
        { lifecycle, file: 'table.csv', outcome: 'failed', codes: ['unsupported_form'] },
      ]),
    );
    expect(report.filed.map((row) => row.case_id)).toEqual(['duo:files:R~2d3', 'toy:files:R~2d3']);
    for (const { status, body } of report.refused)
      expect({ status, ...body }).toMatchObject({ status: 422, code: 'wrong_field', field: 'partner' });
    expect(report.unknown).toMatchObject({ status: 404, body: { code: 'unknown_lifecycle' } });
    expect(
      report.letters.map(({ lifecycle, problem, source }) => `${lifecycle} ${source} ${problem.code}`),
    ).toEqual(
      [...NAMES]
        .sort()
        .flatMap((name) => [
          `${name} files malformed_json`,
          `${name} files unsupported_form`,
          `${name} portal wrong_field`,
        ]),
    );
  });

  test('each has told its partner of its own case, and taken its notice back', () => {
    const [first, second] = report.done as [Done, Done];
    // The notice, then the correction of the rollback; the period's case sends none.
    expect([first.mails, first.period.mails, second.mails, second.period.mails]).toEqual([1, 2, 3, 4]);
  });

  test('never meet: keys, activities and policies are their own', () => {
    const keys = report.effects.filter(({ undoes }) => undoes === null).map(({ key }) => key);
    for (const name of NAMES)
      expect(keys).toEqual(
        expect.arrayContaining([`${name}:portal:R~2d1/grant/1`, `${name}:portal:R~2d1/notice-granted/1`]),
      );
    expect(report.activities).toEqual(
      expect.arrayContaining(NAMES.flatMap((name) => [`${name}.close`, `${name}.look`])),
    );
    expect(report.activities).toEqual(report.listed);
    expect(report.policies.map(({ lifecycle }) => lifecycle)).toEqual([
      'claim',
      'clawback',
      'deal',
      'duo',
      'toy',
    ]);
  });

  test('a batch of rows counts every line once, names the wrong one, and tries only that one again', () => {
    const { withBad, mended, counted } = report.batches;
    expect(withBad).toMatchObject({
      counts: { done: 4_999, failed: 1 },
      failures: [
        {
          key: '0000777',
          size: 1,
          attempt: 1,
          error: 'a line has at least one seat; correct it in its file',
        },
      ],
    });
    expect(mended).toMatchObject({ state: 'ended', counts: { done: 5_000, failed: 0 }, failures: [] });
    expect(counted).toEqual([{ counted: 1, lines: 5_000 }]);
    expect(mended.audit.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'batch.opened p-olga',
      'batch.ended system',
      'batch.retried p-olga',
      'batch.ended system',
    ]);
  });

  test('cases of a batch that need nobody do not wait for those that wait for people', () => {
    const { rested, ended, started } = report.batches;
    expect(rested).toMatchObject({
      state: 'running',
      counts: { waiting: 0, running: 0, asked: 27, done: 3 },
    });
    expect(ended).toMatchObject({ state: 'ended', counts: { done: 30, failed: 0 } });
    expect(started).toEqual([{ count: 30 }]);
  });

  test('a schedule starts the batch of a month while another one still waits', () => {
    expect(report.batches.due).toBe('batch:toy.period:2025~2d09');
    expect(report.batches.listed).toContain('batch:toy.period:2025~2d09');
  });

  test('a batch is paused and resumed by those who may, once, and the trail proves it', () => {
    const { again, refused, ended, verified } = report.batches;
    expect({ again, refused }).toEqual({ again: '3 not_offered', refused: '3 role' });
    expect(ended.audit.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'batch.opened p-olga',
      'batch.paused p-olga',
      'batch.resumed p-olga',
      'batch.ended system',
    ]);
    expect(verified).toMatchObject({ problems: [], unsigned: [] });
  });

  test('the workflow of a batch gets few signals and keeps a short history, whatever happened to it', () => {
    for (const { signals, events } of report.batches.histories) {
      expect(signals).toBeLessThanOrEqual(4);
      expect(events).toBeLessThan(200);
    }
  });
});
