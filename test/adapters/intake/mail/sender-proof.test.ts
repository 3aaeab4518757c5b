import { describe, expect, test } from '@jest/globals';
import PostalMime from 'postal-mime';
import { isSenderProved } from '../../../../adapters/intake/mail/sender-proof.ts';

const SERVERS = ['mx.vendor.example'];
const FROM = 'From: Desk <desk@partner.example>';
const PASS =
  'Authentication-Results: mx.vendor.example; spf=pass smtp.mailfrom=x.example; dmarc=pass (p=REJECT) header.from=partner.example';
const proved = async (lines: readonly string[], servers: readonly string[] = SERVERS) =>
  isSenderProved(await PostalMime.parse(Buffer.from(`${lines.join('\r\n')}\r\n\r\nhello\r\n`)), servers);
const results = (text: string) => `Authentication-Results: ${text}`;

/** As Exchange Online writes it: the newest line first, and no name before the results. */
const HANDED_ON =
  'Received: from AM0PR01.eurprd01.prod.outlook.com (2603::1) by DB8PR02.eurprd02.prod.outlook.com';
const TAKEN_IN =
  'Received: from mail.partner.example (192.0.2.7) by DB5EUR01FT019.mail.protection.outlook.com (10.1.2.3)';
const NAMELESS = results(
  'spf=pass (sender IP is 192.0.2.7)\r\n smtp.mailfrom=partner.example; dkim=none; dmarc=pass action=none\r\n header.from=partner.example;compauth=pass reason=100',
);
const EXCHANGE = ['exchange-online'];

describe('a result of Exchange Online', () => {
  test('is believed where it stands at the top, among its own lines', async () => {
    expect(await proved([HANDED_ON, NAMELESS, TAKEN_IN, FROM], EXCHANGE)).toBe(true);
  });

  test.each([
    ['where it is not named as a server', [HANDED_ON, NAMELESS, TAKEN_IN, FROM], SERVERS],
    [
      'that says no',
      [HANDED_ON, NAMELESS.replace('dmarc=pass', 'dmarc=bestguesspass'), TAKEN_IN, FROM],
      EXCHANGE,
    ],
    [
      'of another domain',
      [HANDED_ON, NAMELESS.replace('header.from=', 'header.from=x.'), TAKEN_IN, FROM],
      EXCHANGE,
    ],
    [
      'below one that says no',
      [HANDED_ON, NAMELESS.replace('dmarc=pass', 'dmarc=fail'), TAKEN_IN, NAMELESS, TAKEN_IN, FROM],
      EXCHANGE,
    ],
    [
      'below a result with a name',
      [
        HANDED_ON,
        results('gateway.example; dmarc=fail header.from=partner.example'),
        NAMELESS,
        TAKEN_IN,
        FROM,
      ],
      EXCHANGE,
    ],
    ['without a line of its own above', [NAMELESS, TAKEN_IN, FROM], EXCHANGE],
    [
      'in a mail that another server has had since',
      ['Received: from a.outlook.com by mx.vendor.example', HANDED_ON, NAMELESS, TAKEN_IN, FROM],
      EXCHANGE,
    ],
    [
      'by a server whose name only looks like one of theirs',
      [
        HANDED_ON.replace('.prod.outlook.com', '.outlook.com.evil.example').replace(
          'by DB8PR02.eurprd02.prod.outlook.com',
          'by mx.notoutlook.com',
        ),
        NAMELESS,
        TAKEN_IN,
        FROM,
      ],
      EXCHANGE,
    ],
    [
      'that came in elsewhere',
      [HANDED_ON, NAMELESS, TAKEN_IN.replace('.mail.protection.outlook.com', '.evil.example'), FROM],
      EXCHANGE,
    ],
  ])('is not believed %s', async (_how, lines, servers) => {
    expect(await proved(lines, servers)).toBe(false);
  });
});

describe('the sender of a mail is proved', () => {
  test.each([
    ['as our server writes it', [PASS, 'Received: from a by mx.vendor.example', FROM]],
    [
      'with a version behind its name',
      [results('mx.vendor.example 1; dmarc=pass header.from=partner.example'), FROM],
    ],
    [
      'folded, in other letters',
      [results('MX.Vendor.Example;\r\n dmarc=PASS\r\n header.from=Partner.Example'), FROM],
    ],
    [
      'with results of others above and below',
      [
        results('spam.other.example; dmarc=fail header.from=partner.example'),
        PASS,
        results('mx.vendor.example; dmarc=fail header.from=partner.example'),
        FROM,
      ],
    ],
    [
      'for a domain beyond ASCII',
      [
        results('mx.vendor.example; dmarc=pass header.from=xn--mritz-kva.example'),
        'From: desk@müritz.example',
      ],
    ],
  ])('%s', async (_how, lines) => {
    expect(await proved(lines)).toBe(true);
  });

  test.each([
    ['without a result', [FROM]],
    ['by another server', [PASS.replace('mx.vendor', 'mx.evil'), FROM]],
    [
      'by a server whose name begins as ours',
      [PASS.replace('vendor.example', 'vendor.example.evil.example'), FROM],
    ],
    [
      'below a result of ours that says no',
      [results('mx.vendor.example; dmarc=fail header.from=partner.example'), PASS, FROM],
    ],
    ['below one of ours that says nothing of DMARC', [results('mx.vendor.example; none'), PASS, FROM]],
    ['for another domain', [PASS.replace('header.from=partner', 'header.from=evil'), FROM]],
    ['for a domain above', [PASS, 'From: desk@mail.partner.example']],
    ['for a domain that looks alike', [PASS, 'From: desk@partnеr.example']],
    [
      'in a comment',
      [results('mx.vendor.example; dmarc=fail (dmarc=pass header.from=partner.example)'), FROM],
    ],
    [
      'in a quoted value',
      [
        results('mx.vendor.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=partner.example"'),
        FROM,
      ],
    ],
    [
      'in a comment that never ends',
      [results('mx.vendor.example; (dmarc=pass header.from=partner.example'), FROM],
    ],
    ['by ARC', [PASS.replace('Authentication-Results:', 'ARC-Authentication-Results: i=1;'), FROM]],
    [
      'by SPF and DKIM alone',
      [
        results(
          'mx.vendor.example; spf=pass smtp.mailfrom=partner.example; dkim=pass header.d=partner.example',
        ),
        FROM,
      ],
    ],
    ['with two From lines', [PASS, FROM, 'From: other@partner.example']],
    ['with two addresses in From', [PASS, 'From: desk@partner.example, evil@evil.example']],
    ['with a group in From', [PASS, 'From: Team: desk@partner.example;']],
    ['by its Sender line', [PASS, 'From: evil@evil.example', 'Sender: desk@partner.example']],
    ['by the name before its address', [PASS, 'From: "desk@partner.example" <evil@evil.example>']],
    [
      'by a result with two domains',
      [results('mx.vendor.example; dmarc=pass header.from=evil.example header.from=partner.example'), FROM],
    ],
  ])('not %s', async (_how, lines) => {
    expect(await proved(lines)).toBe(false);
  });

  test('by nobody where no server is configured', async () => {
    expect(await proved([PASS, FROM], [])).toBe(false);
  });
});
