import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { automaticKind } from '../../../../adapters/intake/mail/automatic.ts';

const kindOf = async (headers: readonly string[], body = 'Customer: Acme AG') =>
  automaticKind(
    await PostalMime.parse(
      Buffer.from(`From: desk@partner.example\r\n${headers.join('\r\n')}\r\n\r\n${body}\r\n`),
    ),
  );

/** What clients and servers write into what a program sends, as they do. */
const ABSENCE_SUBJECTS = [
  'Automatic reply: Your registration',
  '[EXTERNAL] Automatic reply: x',
  'Out of Office: Your registration',
  'Out of the office',
  'Automatische Antwort: Ihre Registrierung',
  'Abwesenheitsnotiz: AW: Deal',
  'Réponse automatique : votre demande',
  'Absence du bureau : demande',
  'Respuesta automática: su solicitud',
  'Fuera de la oficina: solicitud',
  'Resposta automática: seu registro',
  'Fora do escritório: registro',
  '自動応答: 案件登録',
  '不在通知: 案件',
  'AUTO: Ana Diaz is out of the office (returning 12/01/2026)',
];
const REPLY_HEADERS = [
  ['Auto-Submitted: auto-replied'],
  ['Auto-Submitted: auto-replied; owner-email="x"'],
  ['Auto-Submitted: auto-notified'],
  ['X-Autoreply: yes'],
  ['X-Autorespond: Your mail'],
  ['Precedence: auto_reply'],
  ['Auto-Submitted: auto-generated', 'X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent'],
  ['Auto-Submitted: auto-generated', 'In-Reply-To: <1@ours.example>'],
  ['Precedence: bulk', 'References: <1@ours.example>'],
  ['Return-Path: <>', 'X-Failed-Recipients: a@b.example'],
  ['Content-Type: multipart/report; report-type=delivery-status; boundary=b'],
  ['Content-Type: multipart/report; report-type="disposition-notification"; boundary=b'],
];

describe('an automatic mail', () => {
  test.each(ABSENCE_SUBJECTS)('is known by its subject: %s', async (subject) => {
    const word = `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;
    expect(await kindOf([`Subject: ${word}`])).toBe('absence');
    // Whoever answers one writes a mail of their own.
    const answer = `=?utf-8?B?${Buffer.from(`Re: ${subject}`).toString('base64')}?=`;
    expect(await kindOf([`Subject: ${answer}`, 'In-Reply-To: <1@ours.example>'])).toBeNull();
  });

  test('is known by its header lines, in any order and spelling and among any others', async () => {
    const others = fc.constantFrom(
      'X-Mailer: Some 1.0',
      'MIME-Version: 1.0',
      'X-Spam-Score: 0.1',
      'Importance: high',
    );
    const spelled = fc.constantFrom(
      (line: string) => line,
      (line: string) => line.replace(/^[^:]+/, (name) => name.toUpperCase()),
      (line: string) => line.replace(': ', ':  '),
      (line: string) => line.replace(': ', ':\r\n '),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...REPLY_HEADERS),
        fc.array(others, { maxLength: 3 }),
        spelled,
        fc.boolean(),
        async (signs, more, spell, first) => {
          const lines = signs.map(spell);
          expect(await kindOf(first ? [...lines, ...more] : [...more, ...lines])).not.toBeNull();
        },
      ),
    );
  });

  test('that a form on a web site sent is not one, nor is a mail about an office', async () => {
    expect(await kindOf(['Auto-Submitted: auto-generated', 'Subject: Deal registration'])).toBe('unclear');
    expect(await kindOf(['Subject: Out of office furniture for Acme AG'])).toBeNull();
    expect(await kindOf(['Subject: Urlaub: Hotelprojekt Acme AG'])).toBeNull();
    expect(await kindOf(['Subject: Auto - fleet telematics'])).toBeNull();
    expect(await kindOf(['Subject: Re: Information needed', 'In-Reply-To: <1@ours.example>'])).toBeNull();
    expect(await kindOf(['Auto-Submitted: no', 'Subject: Deal'])).toBeNull();
    expect(await kindOf(['Return-Path: <>', 'From: Web form <forms@shop.example>'])).toBe('unclear');
  });

  test('that a person writes in a thread with a ticket number is not one', async () => {
    for (const subject of ['RE: [SD #4711] Deal registration Acme AG', 'FW: Case #00123: new deal Acme AG'])
      expect(await kindOf([`Subject: ${subject}`, 'In-Reply-To: <1@ours.example>'])).toBeNull();
    expect(
      await kindOf(['Subject: AW: Angaben nötig', 'In-Reply-To: <1@ours.example>', 'X-OTRS-Loop: helpdesk']),
    ).toBeNull();
  });

  test('that answers or cancels an appointment is one', async () => {
    const calendar = (method: string) =>
      kindOf(
        ['Content-Type: multipart/mixed; boundary=b'],
        `--b\r\nContent-Type: text/calendar; method=${method}\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:${method}\r\nEND:VCALENDAR\r\n--b--`,
      );
    expect(await calendar('REPLY')).toBe('calendar_answer');
    expect(await calendar('CANCEL')).toBe('calendar_answer');
    expect(await calendar('REQUEST')).toBeNull();
  });
});
