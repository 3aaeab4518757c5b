/**
 * Cities that are called otherwise in another language: the English name first, then others up to `|`, folded. Of each country's
 * largest and of those whose bodies and companies are often written about abroad; names that are another city's, too, are left out.
 */
const CITIES = `
munich munchen muenchen monachium mnichov|cologne koln koeln colonia kolonia keulen|nuremberg nurnberg nuernberg norimberga norymberga norimberk|
vienna wien vienne viena wieden wenen bec becs|zurich zuerich zurigo zurych|geneva geneve genf ginevra ginebra genewa|basel basle bale basilea bazylea|
bern berne berna|lucerne luzern lucerna|prague prag praha praga praag|warsaw warszawa warschau varsovie varsavia varsovia varsova|
krakow cracow krakau cracovie cracovia|wroclaw breslau breslavia vratislav|gdansk danzig danzica|poznan posen|szczecin stettin|lodz lodsch|
brussels bruxelles brussel bruselas bruxelas bruksela|antwerp antwerpen anvers anversa amberes antwerpia|ghent gent gand gante|bruges brugge brugges brujas|liege luttich luik liegi lieja|
leuven louvain lowen|hague haag haya|florence firenze florenz florencia florencja|rome roma rom rzym rim|milan milano mailand mediolan|
turin torino turyn|venice venezia venedig venise venecia wenecja veneza|naples napoli neapel neapol napoles|genoa genova genua genes|bologna bolonia bologne|
padua padova padoue|lisbon lisboa lissabon lisbonne lisbona lizbona|porto oporto|seville sevilla sewilla siviglia sevilha|saragossa zaragoza|cordoba cordova|
barcelona barcelone barcellona|copenhagen kobenhavn kopenhagen copenhague copenaghen kopenhaga kodan|gothenburg goteborg goeteborg|stockholm estocolmo stoccolma sztokholm|
helsinki helsingfors|turku abo|tampere tammerfors|moscow moskva moskau moscou mosca moscu moskwa|petersburg peterburg|kyiv kiev kiew kijow|lviv lwow lemberg lvov|
odesa odessa|kharkiv kharkov charkow|minsk minsk|vilnius wilno wilna|riga ryga|tallinn reval|bucharest bucuresti bukarest bucarest bukareszt|cluj klausenburg kolozsvar|
sofia sofija|belgrade beograd belgrad belgrado|zagreb agram zagabria|ljubljana laibach lubiana|bratislava pressburg pozsony presbourg|budapest budapeszt|
athens athina athinai athen athenes atene atenas ateny|thessaloniki salonika saloniki salonicco|piraeus peiraias pireas piree pireo|istanbul stambul estambul stambul|izmir smyrna|
ankara angora|jerusalem yerushalayim|cairo kairo qahira kahira caire|alexandria alexandrie alessandria iskandariya|damascus damaskus dimashq|tehran teheran|
beijing peking pekin pechino|shanghai schanghai xangai|guangzhou canton kanton|nanjing nanking|tokyo tokio toquio|seoul seul soul|singapore singapur singapour singapura|
mumbai bombay|kolkata calcutta kalkutta|chennai madras|bengaluru bangalore|strasbourg strassburg estrasburgo strasburgo|marseille marsiglia marsella marseilles|lyon lione lyons|
nice nizza|paris parigi paryz pariz|lille rijsel|dunkirk dunkerque dunkirchen|london londres londra londyn londen lontoo|dublin dublino|edinburgh edimburgo edimbourg|
hamburg hambourg amburgo hamburgo|berlin berlino berlim|frankfurt francfort francoforte|hanover hannover|dresden dresde dresda drezno|leipzig lipsia lipsk|mainz mayence magonza|
trier treves treviri|aachen aken aquisgrana|regensburg ratisbon ratisbonne|augsburg augusta|brunswick braunschweig|luxembourg luxemburg lussemburgo luksemburg|
mexico mejico|philadelphia filadelfia|quebec kebek|reykjavik reikiavik|salzburg salzbourg salisburgo|innsbruck innsbruck|bolzano bozen|trento trient|merano meran|
olomouc olmutz|brno brunn|plzen pilsen|ostrava ostrau|kosice kaschau kassa|debrecen debreczin|szeged szegedin|timisoara temesvar|brasov kronstadt|sibiu hermannstadt`;

const ENGLISH = new Map(
  CITIES.split('|').flatMap((line) => {
    const [city = '', ...others] = line.trim().split(' ');
    return [city, ...others].map((name) => [name, city] as const);
  }),
);

/** The English name of a city that languages call differently: `munchen`, `monachium` → `munich`; null for any other word. @param word folded */
export function cityOf(word: string): string | null {
  return ENGLISH.get(word) ?? null;
}
