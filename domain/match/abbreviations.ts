/** What words of company names, titles and addresses are shortened to; several spellings of one word share the first. */
const SPELLINGS = `
academy acad|administration admin|advertising adv|agency agcy|america amer|american amern|apartment apt|associates assoc assocs
association assn|automation autom|automotive autom|avenue ave av|bank bk bnk|boulevard blvd|brothers bros|building bldg|business bus
center centre ctr cntr|chemical chem|chemicals chems|circuit cct|city cty stadt ville ciudad cidade miasto mesto kaupunki|college coll|commercial comml|commission comm
communication comms|communications comm|company co cy|computer comp|conference conf|construction constr const|consulting cons
corporation corp|court ct|crescent cres|database db|databases dbs|defense defence|department dept|development dev|director dir
distribution distr|district dist|division div|drive dr|education educ|electric elec|electrical elect|electronics elektronics
energy enrgy|engineering eng engg engrg|enterprise entpr|enterprises ents|equipment equip|europe eur|european europ|exchange exch
federal fed|federation fedn|finance fin|financial finl|floor fl|foundation fdn fndn|general gen|germany deutschland|government govt gov
great gt|group grp gruppe groupe grupo gruppo|highway hwy|holding hldg holdco|holdings hldgs|hospital hosp krankenhaus klinikum hopital ospedale ziekenhuis szpital sygehus sykehus sjukhus|hotel htl
industrial ind indl|industries inds|industry indy|information info|institute inst institut|insurance ins|international intl intnl int
international internationale|investment invt|investments invts invest|junction jct|laboratories labs|laboratory lab|labor labour
lane ln|limited ltd|logistics logist|maintenance maint|management mgmt mgt mngt|manufacturing mfg manuf manufg mnfg
manufacturer mfr|manufacturers mfrs|market mkt|marketing mktg|materials matls|mechanical mech|medical med|medicine med|ministry ministerium ministere ministerio ministero ministerie
ministry ministerstwo|mount mt
mountain mtn|municipality municipio gemeinde gemeente commune comune kommune gmina|national natl nat nazionale nacional|northern nthn|office off|operations ops|organization organisation org
parkway pkwy|partners ptnrs|pharmaceutical pharm|pharmaceuticals pharma pharms|place pl|plaza plz|point pt|private pvt
proceedings proc|processing procg|products prods prod|program programme|properties props|publishing publ pub|railway rlwy rwy
regional regl|research res rsch|restaurant rest ristorante restaurante|road rd|school sch|science sci|sciences scis
section sec|securities secs|service svc serv|services svcs servs|society soc|solutions solns|southern sthn|square sq
station stn|st street str strasse straat saint sankt|steel stl|suite ste|supply sup|symposium symp|system sys|systems syst|technical tech
technologies techs|technology technol tec|telecommunications telecom|terrace tce|trading trdg|transactions trans|transport transp
transportation transpn|trust tr|united utd|university univ universitat universite universidad universita
university universidade universiteit universitet uniwersytet univerzita univerzitet yliopisto|wholesale whsle
workshop wkshp|zero 0|one 1 first 1st|two 2 second 2nd|three 3 third 3rd|four 4 fourth 4th|five 5 fifth 5th|six 6 sixth 6th
seven 7 seventh 7th|eight 8 eighth 8th|nine 9 ninth 9th|ten 10 tenth 10th|eleven 11|twelve 12`;

const EXPANDED = new Map(
  SPELLINGS.split(/[|\n]/).flatMap((line) => {
    const [word, ...short] = line.trim().split(' ');
    return short.map((each) => [each, word as string] as const);
  }),
);

/** The full spelling of an abbreviated word (`mfg` → `manufacturing`), the word itself otherwise. Digits become words to ten. */
export function expanded(word: string): string {
  return EXPANDED.get(word) ?? word;
}
