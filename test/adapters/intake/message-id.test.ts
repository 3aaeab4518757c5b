import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nameOfMail } from '../../../adapters/intake/message-id.ts';

/** What servers on the way write into a mail, each in its own words. */
const ON_THE_WAY = [
  'Received: from a.example by mx1.vendor.example; Fri, 27 Nov 2026 09:00:01 +0000',
  'Received: from a.example by mx2.vendor.example;\r\n\tFri, 27 Nov 2026 09:07:44 +0000',
  'Delivered-To: deals@vendor.example',
  'X-Spam-Score: 0.3',
  'ARC-Seal: i=1; a=rsa-sha256; cv=none',
  'Authentication-Results: mx.vendor.example; dmarc=pass',
];
const SENT = [
  'From: Sofia Lind <desk@partner.example>',
  'To: deals@vendor.example',
  'Subject: Deal',
  'Date: Fri, 27 Nov 2026 09:00:00 +0000',
];
const mail = (headers: readonly string[], body: string, ends = '\r\n') =>
  nameOfMail(Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body}`.replaceAll('\r\n', ends)));

test('a mail without Message-ID has one name, whichever way it came, and another than any other mail', () => {
  const way = fc.shuffledSubarray(ON_THE_WAY);
  fc.assert(
    fc.property(
      way,
      way,
      fc.shuffledSubarray(SENT, { minLength: SENT.length }),
      fc.boolean(),
      (a, b, sent, unix) => {
        const one = mail([...a, ...SENT], 'Customer: Heron AG\r\n');
        const again = mail([...b, ...sent], 'Customer: Heron AG\r\n', unix ? '\n' : '\r\n');
        expect(one.messageId).toBeNull();
        expect(again.digest).toBe(one.digest);
        expect(mail([...b, ...sent], 'Customer: Tern AG\r\n').digest).not.toBe(one.digest);
        expect(
          mail([...b, ...sent.map((line) => line.replace(' Deal', ' Offer'))], 'Customer: Heron AG\r\n')
            .digest,
        ).not.toBe(one.digest);
      },
    ),
  );
});
