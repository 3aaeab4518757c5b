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
