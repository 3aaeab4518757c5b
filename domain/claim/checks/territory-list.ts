import { lookupTable } from '../../lookup-table.ts';

/** Countries of sales regions, ISO 3166-1, as companies draw them; where usage differs, the wider reading. EMEA is what none of the others has. */
export const REGIONS = lookupTable<string>({
  amer: `AG AI AR AW BB BL BM BO BQ BR BS BZ CA CL CO CR CU CW DM DO EC FK GD GF GL GP GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PM PR
    PY SR SV SX TC TT US UY VC VE VG VI`,
  latam: `AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC GD GF GP GT GY HN HT JM KN KY LC MF MQ MS MX NI PA PE PR PY SR SV SX TC
    TT UY VC VE VG VI`,
  apac: `AS AU BD BN BT CC CK CN CX FJ FM GU HK ID IN JP KH KI KP KR LA LK MH MM MN MO MP MV MY NC NF NP NR NU NZ PF PG PH PK PN PW SB SG TH
    TK TL TO TV TW VN VU WF WS`,
  dach: 'DE AT CH LI',
  benelux: 'BE NL LU',
  nordics: 'DK FI IS NO SE FO GL AX',
  iberia: 'ES PT AD GI',
  cee: 'AL BA BG BY CZ EE HR HU LT LV MD ME MK PL RO RS SI SK UA XK',
});
