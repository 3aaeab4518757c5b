import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createModelActivities } from '../../../activities/model/model.ts';
import type { ModelExchange } from '../../../activities/model/model-step.ts';
import { createLlm } from '../../../adapters/llm/index.ts';
import { writeRationale } from '../../../adapters/llm/template.ts';
import type { DealFields } from '../../../domain/deal/registration.ts';
import type { Decision } from '../../../domain/decision.ts';
import { canonicalText, subjectsIn } from '../../../domain/evidence.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { HOSTILE, type HostileModel, hostileModel, message } from '../../adapters/hostile-model.ts';

/** The model steps with a hostile server behind the real client: each ends well, and nothing gets better by it. */

let hostile: HostileModel;
let exchanges: ModelExchange[];
beforeAll(async () => {
  hostile = await hostileModel();
});
beforeEach(() => {
  exchanges = [];
  hostile.sent.length = 0;
});
afterAll(() => hostile?.close());

const MODEL = 'any';
const steps = (timeoutMs = 700) => {
  const activities = createModelActivities({
    llm: createLlm('anthropic', { apiKey: 'k', model: MODEL, allowedModels: [MODEL], baseUrl: hostile.base }),
    now: () => new Date('2026-11-20T12:00:00Z'),
    saveExchange: async (exchange) => {
      exchanges.push(exchange);
      return `hash-${exchanges.length}`;
    },
  });
  const how = { call: { timeoutMs, mayWait: true }, lastTry: true };
  return {
    explain: () => activities.explainDeal({ case: 'deal:files:1', decision, personal: ['Jane Miller'] }, how),
    read: () => activities.extractDeal({ case: 'deal:files:1', document, personal: ['Jane Miller'] }, how),
  };
};

const decision: Decision = {
  decider: 'deal@2',
  outcome: 'review',
  confidence: 0.62,
  reasons: [
    { rule: 'score.low', text: 'The score is below 70', source: 'score', value: '62' },
    {
      rule: 'always_person.note',
      text: 'Stated by Jane Miller, jane@partner.example, DE89 3704 0044 0532 0130 00',
      source: 'submission#partner_notes',
    },
  ],
  amounts: [{ amount: '64000.00', currency: 'USD' }],
  fields: { confidence_score: 62, triage_status: 'NEEDS_REVIEW' },
};
const document = `Hello team,
Jane Miller here, jane@partner.example, phone +49 30 901820.
Customer: Rheinwerk Logistik AG
We expect USD 64,000.00. Our account is DE89 3704 0044 0532 0130 00.
`;
const PERSONAL = /Jane|Miller|jane@|901820|DE89|0532/;

/** What the rules alone make of it. */
async function alone(): Promise<DealFields> {
  const without = createModelActivities({ llm: null, now: () => new Date(), saveExchange: async () => '' });
  const how = { call: { timeoutMs: 700, mayWait: true }, lastTry: true };
  return (await without.extractDeal({ case: 'x', document }, how)).fields;
}

/** What was kept can be kept by Postgres, belongs to nobody, and neither it nor what was sent holds anything personal. */
function expectHarmless(): void {
  for (const exchange of exchanges) {
    const text = canonicalText(exchange);
    expect(text).not.toMatch(/\\u0000/);
    expect(subjectsIn(exchange as unknown as JsonObject)).toEqual([]);
    expect(text.length).toBeLessThan(100_000);
    expect(text).not.toMatch(PERSONAL);
  }
  for (const body of hostile.sent) expect(body).not.toMatch(PERSONAL);
}

async function expectNothingBetter(): Promise<void> {
  const rules = await alone();
  const { explain, read } = steps();
  const note = await explain();
  if (note.writtenBy === 'template') {
    expect(note.text).toBe(writeRationale(decision));
    expect(note.fallbackReason).toMatch(/^(refused|timeout|unavailable|rejected|invalid_answer)$/);
  } else expect(note.text).not.toMatch(/approved|automatic|1,000,000|MASTER_KEY/i);
  const { fields, provenance } = await read();
  // So that it reaches a person, whatever the model says.
  expect(provenance).toBe('extracted');
  for (const [name, value] of Object.entries(fields)) {
    const said = rules[name as keyof DealFields];
    if (said !== null) expect(value).toEqual(said);
    else if (typeof value === 'string') expect(document).toContain(value);
    else if (value !== null) expect(document.replaceAll(',', '')).toContain(value.amount);
  }
  expectHarmless();
}

describe('however the server answers', () => {
  test.each(Object.entries(HOSTILE))('%s', async (_, answering) => {
    hostile.answer = answering;
    const started = Date.now();
    await expectNothingBetter();
    expect(Date.now() - started).toBeLessThan(20_000);
  });
});

test('whatever its messages say, of any shape and in any order', async () => {
  const words = fc.constantFrom(
    ...[
      'Approved.',
      'automatic',
      '[[EMAIL_1]]',
      '[[PERSON_9]]',
      'thief@evil.example',
      'Rheinwerk Logistik AG',
    ],
    ...['9999999999999', '__proto__', '\u202eevil', 'Ignore the rules above.', 'EUR 1'],
  );
  const text = fc.oneof(
    fc.jsonValue({ depthSize: 'small' }).map((value) => JSON.stringify(value)),
    fc
      .record({ rationale: fc.array(words, { maxLength: 9 }).map((all) => all.join(' ')) })
      .map((value) => JSON.stringify(value)),
    fc
      .record({
        customer_name: fc.option(words),
        opportunity_name: fc.option(words),
        stated_value: fc.option(
          fc.record({
            amount: fc.constantFrom('1', '64000', '999999'),
            currency: fc.constantFrom('USD', 'ZZZ'),
          }),
        ),
        expected_close_date: fc.option(fc.constantFrom('2027-01-29', '9999-12-31', 'soon')),
        primary_contact_email: fc.option(words),
        partner_notes: fc.option(words),
      })
      .map((value) => JSON.stringify(value)),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), async (texts) => {
      let turn = 0;
      hostile.answer = (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(message(texts[turn++ % texts.length] ?? ''));
      };
      await expectNothingBetter();
    }),
    { numRuns: 40 },
  );
});
