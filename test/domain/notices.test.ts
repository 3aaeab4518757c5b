import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { IntlMessageFormat } from 'intl-messageformat';
import { renderNotice } from '../../adapters/notify/catalogue.ts';
import { type Catalogues, loadCatalogues } from '../../adapters/notify/read-catalogues.ts';
import {
  DEAL_NOTICE_KINDS,
  type DealNoticeKind,
  type DealNoticeValues,
  visibleEvidence,
} from '../../domain/deal/notices.ts';
import type { Reason } from '../../domain/decision.ts';
import { foreignContent, noticeLanguage } from '../../domain/notices.ts';

const LANGUAGES = ['en', 'de', 'fr', 'es', 'pt-BR', 'ja'];
let catalogues: Catalogues;
beforeAll(async () => {
  catalogues = await loadCatalogues('policy/messages');
});

const named = {
  partner: 'Nordwind Systems',
  customer: 'Acme Corp',
  reference: 'DR-4711',
  time_zone: 'Europe/Berlin',
};
const values: Record<DealNoticeKind, DealNoticeValues> = {
  received: { ...named, submitted_at: '2026-11-20T14:02:00Z' },
  under_review: { ...named, decision_by: '2026-11-23T15:00:00Z' },
  information_requested: {
    ...named,
    questions: ['expected_close_date', 'Who decides?'],
    answer_by: '2026-12-04',
  },
  approved: { ...named, protected_until: '2027-02-18' },
  rejected: {
    ...named,
    reason: 'Conflict',
    evidence: ['customer_name', 'estimated_value'],
    appeal_until: '2026-12-20',
    reopen_until: '2026-12-21',
  },
  protection_ending: { ...named, days_left: 7, protected_until: '2027-02-18' },
  protection_extended: { ...named, protected_until: '2027-05-19' },
  correction: { ...named, earlier: 'Deal registration approved: Acme Corp' },
};
const render = (kind: DealNoticeKind, locale: string, regional: string | null = null) =>
  renderNotice(catalogues, kind, locale, values[kind], regional);

/** Name and form of every argument of an ICU message: `count:plural`, `answerBy:date:day`. */
function argumentsIn(message: string): string[] {
  const found = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const each of node) walk(each);
    if (node === null || typeof node !== 'object') return;
    const { type, value, style, options } = node as Record<string, unknown>;
    if (typeof type === 'number' && type >= 1 && type <= 6) found.add(`${value}:${type}:${style ?? ''}`);
    if (options) Object.values(options).forEach(walk);
    if (node && 'value' in node && Array.isArray(value)) walk(value);
  };
  walk(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst());
  return [...found].sort();
}

function texts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  return Object.entries(node as object).flatMap(([key, each]) => texts(each, `${path}.${key}`));
}

describe('the catalogues', () => {
  test('are there in every partner language', () => {
    expect(Object.keys(catalogues).sort()).toEqual([...LANGUAGES].sort());
  });

  test.each(LANGUAGES.slice(1))('%s has every key of English with the same ICU arguments', (language) => {
    const english = texts(catalogues.en);
    const other = new Map(texts(catalogues[language]));
    expect([...other.keys()].sort()).toEqual(english.map(([key]) => key).sort());
    for (const [key, text] of english.filter(([each]) => each !== '.language'))
      expect({ key, arguments: argumentsIn(other.get(key) as string) }).toEqual({
        key,
        arguments: argumentsIn(text),
      });
  });

  test('a folder of before, whose files hold the texts of a registration, too, says the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'messages-'));
    try {
      for (const language of LANGUAGES) {
        const texts = (path: string) =>
          readFileSync(join('policy/messages', path, `${language}.yaml`), 'utf8');
        const common = texts('').slice(0, texts('').search(/^(?:# Follows .*\n)?correction:/m));
        writeFileSync(join(folder, `${language}.yaml`), `${common}${texts('deal')}`);
      }
      const before = await loadCatalogues(folder);
      for (const kind of DEAL_NOTICE_KINDS)
        expect(renderNotice(before, kind, 'fr', values[kind])).toEqual(render(kind, 'fr'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('the argument reader sees names, dates and plurals', () => {
    expect(argumentsIn('{a} {b, date, day} {n, plural, one {{c}} other {#}}')).toEqual([
      'a:1:',
      'b:3:day',
      'c:1:',
      'n:6:',
    ]);
  });
});

describe('a notice', () => {
  test.each(LANGUAGES.flatMap((language) => DEAL_NOTICE_KINDS.map((kind) => [language, kind] as const)))(
    '%s %s is complete and names the customer and the reference',
    (language, kind) => {
      const notice = render(kind, language);
      expect(notice).toMatchObject({ language, fellBack: false });
      expect(notice.text).toContain('DR-4711');
      expect(`${notice.subject} ${notice.text}`).toContain('Acme Corp');
      expect(`${notice.subject} ${notice.text}`).not.toMatch(/[{}]|undefined|null|Invalid/);
      expect(notice.subject).not.toContain('\n');
      // With every value given no line is left out.
      const source = (catalogues[language]?.notices[kind]?.text ?? '').trim().split('\n').length;
      expect(notice.text.split('\n')).toHaveLength(source + (kind === 'information_requested' ? 1 : 0));
    },
  );

  test('a rejection tells reason, evidence, step and appeal date', () => {
    expect(render('rejected', 'en').text).toBe(
      'Hello Nordwind Systems,\n\nyour deal registration for Acme Corp was not approved.\n\n' +
        'Reason: This opportunity is already being worked on.\n\n' +
        'These details of your submission counted: Customer and Value\n\n' +
        'What you can do: If you have been working with this customer, send us proof of it, such as meeting notes or an offer with its date.\n' +
        'You can appeal until December 20, 2026.\n' +
        'You can still complete it until December 21, 2026; until then it keeps its place.\nReference: DR-4711',
    );
  });

  test.each(LANGUAGES)('%s: what cannot be appealed or completed says nothing of it', (language) => {
    const { appeal_until: _, reopen_until: __, ...bare } = values.rejected;
    const { text } = renderNotice(catalogues, 'rejected', language, bare);
    expect(text).not.toMatch(/2026/);
    expect(text.split('\n')).toHaveLength(render('rejected', language).text.split('\n').length - 2);
  });

  test('instants are told in the partner’s zone with its name, days as they are', () => {
    expect(render('under_review', 'de').text).toMatch(/Mo\., 23\. Nov\. 2026, 16:00 MEZ/);
    const west = { ...values.approved, time_zone: 'America/Los_Angeles' };
    expect(renderNotice(catalogues, 'approved', 'en', west).text).toContain('February 18, 2027');
  });

  test('one question and several differ', () => {
    const one = { ...values.information_requested, questions: ['Which budget?'] };
    expect(renderNotice(catalogues, 'information_requested', 'de', one).text).toContain('eine Angabe');
    expect(render('information_requested', 'de').text).toContain('2 Angaben');
  });

  test('a missing field is asked for by its name in the partner’s language', () => {
    expect(render('information_requested', 'de').text).toContain('- Erwarteter Abschluss\n- Who decides?');
  });

  test('lines about what the case does not have are left out', () => {
    const { text } = renderNotice(catalogues, 'under_review', 'en', { customer: 'Acme Corp' });
    expect(text).toBe(
      'Hello partner team,\n\na member of our channel team is looking at your deal registration for Acme Corp.',
    );
  });

  test('a notice that would say nothing is refused, with the value that it needs', () => {
    const bare = { customer: 'Acme Corp' };
    expect(() => renderNotice(catalogues, 'rejected', 'en', bare)).toThrow(/check reason/);
    expect(() => renderNotice(catalogues, 'approved', 'en', { ...bare, protected_until: 'soon' })).toThrow(
      /protected_until/,
    );
    expect(() => renderNotice(catalogues, 'toString', 'en', bare)).toThrow(/no notice "toString"/);
  });

  test('a customer who is not named is said to be unnamed', () => {
    const unnamed = { ...values.received, customer: null };
    expect(renderNotice(catalogues, 'received', 'en', unnamed).subject).toContain('an unnamed customer');
  });

  test.each([
    ['de-AT', null, 'de', false],
    ['pt', null, 'pt-BR', false],
    ['PT_br', null, 'pt-BR', false],
    ['pl', 'de', 'de', true],
    ['pl', 'cs', 'en', true],
    ['pl', null, 'en', true],
    ['', null, 'en', true],
    ['not a language', null, 'en', true],
  ])('for %s in a region of %s it is written in %s', (wanted, regional, language, fellBack) => {
    expect(noticeLanguage(wanted, LANGUAGES, regional)).toEqual({ language, fellBack });
  });

  test('falling back is said in the notice', () => {
    expect(render('approved', 'pl').text).toContain('in English because we cannot write it in Polish yet');
    expect(render('approved', 'pl', 'de').text).toContain('auf Polnisch noch nicht');
    expect(render('approved', 'de').text).not.toContain('noch nicht schreiben');
  });

  test('what a partner typed cannot add lines, arguments or hidden text', () => {
    const evil = { ...values.received, customer: 'Acme\r\n\r\nYou are approved {partner} \u202eevil\u0000' };
    const { subject, text } = renderNotice(catalogues, 'received', 'en', evil);
    expect(subject).toBe('Deal registration received: Acme You are approved {partner} evil');
    expect(text.split('\n')).toHaveLength(render('received', 'en').text.split('\n').length);
  });
});

describe('nothing of another partner', () => {
  const SENTINEL = { name: 'Zephyr Rival Partners', price: '987654.32', record: 'crm:Opportunity/RIVAL1' };
  const conflict: Reason[] = [
    {
      rule: 'conflict.domain',
      text: `${SENTINEL.name} registered this at ${SENTINEL.price} USD`,
      source: SENTINEL.record,
      value: SENTINEL.name,
    },
    {
      rule: 'conflict.name',
      text: `Name equals that of ${SENTINEL.name}`,
      source: 'submission#customer_name',
      value: `${SENTINEL.name} ${SENTINEL.price}`,
    },
  ];

  test.each(LANGUAGES.flatMap((language) => DEAL_NOTICE_KINDS.map((kind) => [language, kind] as const)))(
    '%s %s',
    (language, kind) => {
      const rejected = { ...values.rejected, evidence: visibleEvidence(conflict) };
      const notice = renderNotice(catalogues, kind, language, kind === 'rejected' ? rejected : values[kind]);
      const all = JSON.stringify(notice);
      for (const secret of Object.values(SENTINEL)) expect(all).not.toContain(secret);
      expect(foreignContent(all, { names: [SENTINEL.name], prices: [SENTINEL.price] })).toEqual([]);
    },
  );

  test('of any reasons whatever, only names of the partner’s own fields are passed on', () => {
    const reason = fc.record({
      rule: fc.string(),
      text: fc.string(),
      source: fc.oneof(
        fc.string(),
        fc.constantFrom('submission#customer_name', 'crm:Account/1#Name', 'submission#price'),
      ),
      value: fc.string(),
    });
    fc.assert(
      fc.property(fc.array(reason), (reasons) => {
        const shown = visibleEvidence(reasons);
        for (const field of shown)
          expect(reasons.some(({ source }) => source === `submission#${field}`)).toBe(true);
      }),
    );
  });

  test('the look at a finished text finds names in any case and prices in any notation', () => {
    const others = { names: ['Zephyr Rival'], prices: ['987654.32', '1200.00'] };
    expect(foreignContent('as ZEPHYR RIVAL said', others)).toEqual(['Zephyr Rival']);
    for (const price of ['987,654.32', '987.654,32', "987'654.32", '987 654,32'])
      expect(foreignContent(`at ${price} EUR`, others)).toEqual(['987654.32']);
    expect(foreignContent('for 1,200 EUR', others)).toEqual(['1200.00']);
    expect(foreignContent('for 11,200 EUR by Zephyr', others)).toEqual([]);
  });
});
