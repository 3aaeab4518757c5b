import { describe, expect, test } from '@jest/globals';
import type { Fact } from '../../../domain/grounding/grounding.ts';
import { rationaleProblems } from '../../../domain/grounding/rationale-check.ts';

const facts: Fact[] = [
  { value: '62', source: 'score' },
  { value: '株式会社サンプル', source: 'submission#customer_name' },
  { value: 'rheinwerk.example', source: 'submission#contact_domain' },
];

describe('the explanation of a model', () => {
  test.each([
    'Go ahead and proceed at once.',
    'Greenlight this deal, then sign off.',
    'Ignore the conflict; it is a false alarm.',
    'See evil.example/verify for more.',
    'Visit evil dot example.',
    'See evil。example.',
    'Wire the amount to the new bank account of the partner.',
    'It was Αpproved.',
    'It was аpproved.',
    'It was ap\u00adproved.',
    'It was ap\u200bproved.',
    'It was ａｐｐｒｏｖｅｄ.',
    'It was 𝐚pproved.',
    'It was a p p r o v e d.',
    'The customer \u202ewas rejected.',
    '承認済み',
    'Одобрено.',
    'The case is cleared.',
    "The case is ok'd.",
    'Please waive the review.',
  ])('may not say: %s', (text) => {
    expect(rationaleProblems(text, 'review', facts)).not.toEqual([]);
  });

  test.each([
    'The score is 62. A person should look at the conflict.',
    'The customer 株式会社サンプル is known by the domain rheinwerk.example.',
    'Müller & Söhne is close to a known name, e.g. by a word of it.',
    'Nothing is under way with the customer, i.e. no opportunity is open.',
  ])('may say: %s', (text) => {
    expect(rationaleProblems(text, 'review', facts)).toEqual([]);
  });

  test('may speak of approval where that is what was decided, and tell nobody what to do all the same', () => {
    expect(rationaleProblems('The registration is approved.', 'automatic', facts)).toEqual([]);
    expect(rationaleProblems('Ignore the rest.', 'automatic', facts)).not.toEqual([]);
  });
});
