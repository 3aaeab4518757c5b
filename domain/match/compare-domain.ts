import { parse } from 'tldts';
import { remembered } from '../remembered.ts';
import { expanded } from './abbreviations.ts';
import type { Likeness } from './compare-words.ts';
import { editSimilarity } from './edit-distance.ts';

/** A host name taken apart by the public suffix list: `emea.acme.co.uk` → acme.co.uk, acme. */
export interface Host {
  host: string;
  /** The part somebody can register; the host itself where the list knows no suffix. */
  registrable: string;
  label: string;
  /** `co.uk`; also what the tenants of a provider or the authorities of a country share, each of whom is apart: `onmicrosoft.com`, `bund.de`. */
  suffix: string;
}

/** Suffixes that the public suffix list lacks: under each of them every label is another customer's, or another authority's. */
const SUFFIXES = `
mail.onmicrosoft.com onmicrosoft.com onmicrosoft.de onmicrosoft.us onmschina.cn sharepoint.com zendesk.com my.salesforce.com
bund.de bayern.de berlin.de brandenburg.de bremen.de bwl.de hamburg.de hessen.de landsh.de mv-regierung.de niedersachsen.de nrw.de rlp.de
saarland.de sachsen.de sachsen-anhalt.de thueringen.de schule.bayern.de schule.hessen.de admin.ch europa.eu gencat.cat juntadeandalucia.es
gva.es jcyl.es madrid.org xunta.gal vlaanderen.be nsw.gov.au vic.gov.au qld.gov.au wa.gov.au sa.gov.au tas.gov.au act.gov.au nt.gov.au
texas.gov ohio.gov illinois.gov michigan.gov virginia.gov maryland.gov colorado.gov georgia.gov`
  .trim()
  .split(/\s+/)
  // `bayern.de` ends `schule.bayern.de` too: the longer one is meant.
  .sort((a, b) => b.length - a.length);
/** The states of the USA: `dmv.ca.gov`. `ed` and `va` are departments of the union, each one customer. */
const STATE = /(?:^|\.)((?!ed\.|va\.)[a-z]{2}\.gov)$/;

const OTHER_SUFFIX = 0.7;
const ALIKE = 0.4;

/** @param text lower case, without `www.` */
export const hostOfText: (text: string) => Host = remembered(10_000, (text) => {
  const host = text.trim().toLowerCase();
  const tenants =
    SUFFIXES.find((suffix) => host === suffix || host.endsWith(`.${suffix}`)) ?? STATE.exec(host)?.[1];
  if (tenants !== undefined) {
    const label =
      host
        .slice(0, -tenants.length - 1)
        .split('.')
        .at(-1) ?? '';
    // Who writes from the shared end itself is told by its first word: two without any label would be alike.
    if (label === '') return { host, registrable: host, label: host.split('.')[0] ?? host, suffix: tenants };
    return { host, registrable: `${label}.${tenants}`, label, suffix: tenants };
  }
  const { domain, domainWithoutSuffix, publicSuffix } = parse(host, { allowPrivateDomains: true });
  const label = domainWithoutSuffix || (host.split('.')[0] ?? host);
  return { host, registrable: domain ?? host, label, suffix: publicSuffix ?? '' };
});

/** Same host 1, same registrable domain 0.9, same label under another suffix 0.7, labels a letter apart or one in the other 0.4. */
export function compareHosts(a: Host, b: Host): Likeness {
  const told = (similarity: number, why: string) => ({ similarity, why, bits: null });
  if (a.host === b.host) return told(1, `same host ${a.host}`);
  if (a.registrable === b.registrable) return told(0.9, `${a.host} and ${b.host} belong to ${a.registrable}`);
  if (a.label === b.label)
    return told(OTHER_SUFFIX, `${a.registrable} and ${b.registrable} differ in the suffix only`);
  if (labelsAlike(a.label, b.label)) return told(ALIKE, `${a.registrable} is close to ${b.registrable}`);
  return told(0, `${a.registrable} is not ${b.registrable}`);
}

function labelsAlike(a: string, b: string): boolean {
  if (editSimilarity(a, b, 0.8) > 0) return true;
  const plain = (label: string) => label.split('-').map(expanded).join('');
  const [left, right] = [plain(a), plain(b)];
  if (left === right) return true;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  return short.length >= 5 && long.startsWith(short);
}
