/** Zones of the United States; the rest of the English-speaking world writes the day first. */
const AMERICAN =
  /^(?:US\/|America\/(?:New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Detroit|Boise|Indiana|Kentucky|Menominee|North_Dakota|Juneau|Nome)|Pacific\/Honolulu)/;

/** Where `$` is not the dollar of the United States. */
const OWN_DOLLAR: ReadonlyArray<readonly [RegExp, string]> = [
  [
    /^(?:Canada\/|America\/(?:Toronto|Montreal|Vancouver|Winnipeg|Edmonton|Halifax|Regina|St_Johns|Moncton|Whitehorse|Yellowknife|Iqaluit))/,
    'CA',
  ],
  [
    /^(?:Mexico\/|America\/(?:Mexico_City|Monterrey|Tijuana|Cancun|Merida|Chihuahua|Hermosillo|Mazatlan|Matamoros))/,
    'MX',
  ],
  [/^America\/(?:Argentina\/|Buenos_Aires)/, 'AR'],
  [/^America\/(?:Santiago|Punta_Arenas)/, 'CL'],
  [/^America\/Bogota/, 'CO'],
  [/^America\/Montevideo/, 'UY'],
  [/^Australia\//, 'AU'],
  [/^Pacific\/(?:Auckland|Chatham)/, 'NZ'],
  [/^(?:Asia\/)?Singapore/, 'SG'],
  [/^(?:Asia\/)?Hong_?Kong/i, 'HK'],
  [/^Asia\/Taipei/, 'TW'],
];

/**
 * BCP 47 of a partner: the language of the PRM, with the region that its time zone gives away where that says whether 03/04 is in March or
 * in April, or that `$` is another dollar or a peso. Canada writes dates both ways.
 */
export function localeOf(partner: { language: string; timeZone: string } | null): string | null {
  if (partner === null || partner.language === '') return null;
  const { language, timeZone } = partner;
  const region = OWN_DOLLAR.find(([zones]) => zones.test(timeZone))?.[1];
  if (!/^[a-z]{2}$/i.test(language)) return language;
  if (region !== undefined) return `${language}-${region}`;
  if (language.toLowerCase() !== 'en') return language;
  if (AMERICAN.test(timeZone)) return 'en-US';
  return /^(?:Europe|Asia|Africa|Australia|Indian|Pacific)\//.test(timeZone) ? 'en-GB' : 'en';
}
