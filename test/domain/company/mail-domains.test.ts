import { expect, test } from '@jest/globals';
import { isSharedMailDomain } from '../../../domain/company/mail-domains.ts';
import { compareHosts, hostOfText } from '../../../domain/match/compare-domain.ts';

test.each(
  `gmail.com outlook.de hotmail.de live.co.uk yahoo.co.uk yahoo.fr yahoo.com.br icloud.com me.com gmx.ch web.de t-online.de comcast.net
  uol.com.br qq.com orange.fr bluewin.ch btinternet.com sympatico.ca nhs.net trust.nhs.net mailinator.com co.uk com onmicrosoft.com`.split(
    /\s+/,
  ),
)('%s is of many', (host) => {
  expect(isSharedMailDomain(host)).toBe(true);
});

test.each(
  'acme.co.uk heron.example live.heron.example web.heron.de siemens.com microsoft.com apple.com orange.com heron.onmicrosoft.com leeds.nhs.uk'.split(
    ' ',
  ),
)('%s is of one', (host) => {
  expect(isSharedMailDomain(host)).toBe(false);
});

test('what the tenant names counts with what hangs under it', () => {
  expect(isSharedMailDomain('north.chamber.example', ['chamber.example'])).toBe(true);
  expect(isSharedMailDomain('chamber.example', ['other.example'])).toBe(false);
});

test('two tenants of a provider are two companies', () => {
  const [heron, falcon] = ['heron.onmicrosoft.com', 'falcon.onmicrosoft.com'].map(hostOfText);
  if (!heron || !falcon) throw new Error('no hosts');
  expect(compareHosts(heron, falcon).similarity).toBe(0);
  expect(compareHosts(heron, hostOfText('heron.mail.onmicrosoft.com')).similarity).toBeGreaterThan(0);
});
