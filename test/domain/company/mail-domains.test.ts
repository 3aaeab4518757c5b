import { expect, test } from '@jest/globals';
import { isSharedMailDomain } from '../../../domain/company/mail-domains.ts';
import { compareHosts, hostOfText } from '../../../domain/match/compare-domain.ts';

test.each(
  `gmail.com outlook.de hotmail.de live.co.uk yahoo.co.uk yahoo.fr yahoo.com.br icloud.com me.com gmx.ch web.de t-online.de comcast.net
  uol.com.br qq.com orange.fr bluewin.ch btinternet.com sympatico.ca nhs.net trust.nhs.net mailinator.com co.uk com onmicrosoft.com
  netcologne.de kabelbw.de utanet.at kabsi.at quickline.ch lineone.net ntlworld.com aliceadsl.fr club-internet.fr tim.it studio.legalmail.it
  euskaltel.net caiway.nl ziggo.nl scarlet.be neostrada.pl comhem.se stofanet.dk saunalahti.fi centurylink.net shaw.ca bigpond.net.au
  docomo.ne.jp globo.com bsnl.in 163.com naver.com superonline.com seznam.cz t-online.hu siol.net walla.com
  gov.uk ac.uk gouv.fr edu bund.de admin.ch bayern.de ca.gov nsw.gov.au scuola.istruzione.it`.split(/\s+/),
)('%s is of many', (host) => {
  expect(isSharedMailDomain(host)).toBe(true);
});

test.each(
  `acme.co.uk heron.example live.heron.example web.heron.de siemens.com microsoft.com apple.com orange.com heron.onmicrosoft.com leeds.nhs.uk
  bmi.bund.de bag.admin.ch stmi.bayern.de dmv.ca.gov health.nsw.gov.au leeds.gov.uk interieur.gouv.fr cs.ox.ac.uk uni-muenchen.de
  harvard.edu`.split(/\s+/),
)('%s is of one', (host) => {
  expect(isSharedMailDomain(host)).toBe(false);
});

test('what the tenant names counts with what hangs under it', () => {
  expect(isSharedMailDomain('north.chamber.example', ['chamber.example'])).toBe(true);
  expect(isSharedMailDomain('chamber.example', ['other.example'])).toBe(false);
});

test('two authorities under one domain are two customers', () => {
  const [home, police] = ['bmi.bund.de', 'post.bka.bund.de'].map(hostOfText);
  if (!home || !police) throw new Error('no hosts');
  expect(compareHosts(home, police).similarity).toBe(0);
  expect(compareHosts(police, hostOfText('bka.bund.de')).similarity).toBeGreaterThan(0.8);
});

test('two authorities that write from the shared end itself are not alike, and a department of the union is one customer', () => {
  const like = (one: string, other: string) => compareHosts(hostOfText(one), hostOfText(other)).similarity;
  for (const [one, other] of [
    ['ca.gov', 'ny.gov'],
    ['berlin.de', 'hessen.de'],
    ['madrid.org', 'europa.eu'],
  ] as const)
    expect([one, like(one, other)]).toEqual([one, 0]);
  expect(like('ca.gov', 'ca.gov')).toBe(1);
  expect(like('med.va.gov', 'mail.va.gov')).toBe(0.9);
  expect(like('dmv.ca.gov', 'edd.ca.gov')).toBe(0);
});

test('two tenants of a provider are two companies', () => {
  const [heron, falcon] = ['heron.onmicrosoft.com', 'falcon.onmicrosoft.com'].map(hostOfText);
  if (!heron || !falcon) throw new Error('no hosts');
  expect(compareHosts(heron, falcon).similarity).toBe(0);
  expect(compareHosts(heron, hostOfText('heron.mail.onmicrosoft.com')).similarity).toBeGreaterThan(0);
});
