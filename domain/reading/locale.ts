/** Zones of the United States; the rest of the English-speaking world writes the day first. */
const AMERICAN =
  /^(?:US\/|America\/(?:New_York|Chicago|Denver|Los_Angeles|Phoenix|Anchorage|Detroit|Boise|Indiana|Kentucky|Menominee|North_Dakota|Juneau|Nome)|Pacific\/Honolulu)/;

/**
 * BCP 47 of a partner: the language of the PRM, for English with the region that its time zone gives away, because only that says
 * whether 03/04 is in March or in April. Canada writes both ways, so it stays without.
 */
export function localeOf(partner: { language: string; timeZone: string } | null): string | null {
  if (partner === null || partner.language === '') return null;
  const { language, timeZone } = partner;
  if (language.toLowerCase() !== 'en') return language;
  if (AMERICAN.test(timeZone)) return 'en-US';
  return /^(?:Europe|Asia|Africa|Australia|Indian|Pacific)\//.test(timeZone) ? 'en-GB' : 'en';
}
