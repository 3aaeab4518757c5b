/**
 * Legal forms of companies, romanised, lower case, without dots, `and` and repeats of shorter ones; separated by `|`. From
 * opensanctions/rigour (resources/names/org_types), MIT, Copyright (c) 2024 OpenSanctions Datenbanken GmbH and contributors;
 * the licence is in test/data/org_suffixes/LICENSE-rigour.
 */
export const LEGAL_FORM_LIST = `
a spolecnost|aandelenvennootschap|aat|ab|adkritaye aktsiyanernaye tavaristva|adkrytae akcyyanernae tavarystva|
adkrytae aktsyyanernae tavarystva|ae|ag|agcokg|agcokgaa|ags|akb|akc spolecnost|akciju sabiedriba|
akcionarsko drustvo|akciova spolecnost|akciova spolocnost|aksiyadorlik jamiyati|aksiyun mahber|akt ges|aktg|
aktien ges|aktien gesellschaft|aktienges|aktiengesellschaft|aktiengeselschaft|aktieselskab|aktieselskabet|
aktsiaselts|aktsionarsko drushtvo|aktsionenoe obshchestvo zakrytogo tipa|
aktsionepnoe obshchestvo otkpytogo tipa|aktsionernaya kompaniya s ogranichennoy otvetstvennostyu|
aktsionerne obshchestvo zakrytogo tipa|aktsionerne tovaristvo|aktsionerne tovaristvo vidkritogo tipu|
aktsionerne tovarystvo|aktsionerniy komertsiyniy bank|aktsionerno druzhestvo|aktsionernoe obschestvo|
aktsionernoe obshchestvo|aktsionernoe obshchestvo finansovo stroitelnaya kompaniya|
aktsionernoe obshchestvo otkrytogo tipa|aktsionernoe obshestvo zakrytogo tipa|aktsionernogo obshchestva|
aktsionernogo obshchestva zakrytogo tipa|aktsionernogo tovaristva|aktsionerny kommercheskiy bank|
aktsionernye obshchestva|aktsionernye obshchestva zakrytogo tipa|aktsionernyy komercheski bank|
aktsionernyy komercheskiy bank|aktsionernyy kommercheskiy bank|aktsioneroe obshchestvo zakrytogo tipa|
aktsioneronoe obshchestvo zakrytogo tipa|aktsionrnoe obshchestvo zakrytogo tipa|aktsiyadorlik zhamiyati|
aktsoinernoe obshchestvo zakrytogo tipa|aktsonernoe obshchestvo otkrytogo tipa|
aktsonernoe obshchestvo zakrytogo tipa|aktsyonernyy kommercheskiy bank|allami tulajdonban levo reszvenytarsasag|
amba|andelsselskab med begraenset ansvar|anonim ortaklik|anonim sirket|anonim sirketi|anpartsselskab|ao|aps|as|
asa|atviroji akcine bendrove|avatud aktsiaselts|avoin osakeyhtio|avoin yhtio|b vennootschap|berhad|
besl vennootschap|besloten vennootschap|besloten vennootschap met beperkte aansprakelijkheid|
besloten vennotschap|beslotn vennootschap|beteti tarsasag|bgb gesellschaft|bhd|bt|bv|bvba|bvcokg|c por a|
chastnaya kompaniya s otvetstvennostyu|chastnaya kompaniya s otvetstvennostyu ogranichennoy aktsiyami|cia|cjsc|
closed joint stock company|closed jsc|co|coltd|comandita por acciones|comandita simple|comm v|comm va|
commanditaire vennootschap|commanditaire vennootschap op aandelen|compania anonima|compania limitada|
compania por acciones|company|cong ty co phan|cong ty trach nhiem huu han|corp|corporation|cpa|cty cp|cty tnhh|
cty tnhh mtv|cuideachta comhstoic oscailte|cva|cyf|cyfyngedig|dakhuruli saaktsio sazogadoeba|
det offentligretlige aktieselskab|dimosia symmetochiki etaireia|dionicko drustvo|dis tic ltd|dmcc co|
dmcc company|dmcc free zone|dmcc llc|dno|dntn|doanh nghiep tu nhan|doo|drujestvo s ogranichena otgovornost|
drushtveno preduzece|drushtvo sa ogranichenom odgovornoshcu|drustv ogranic odgovor|drustveno preduzece|
drustvo ogranicene odgovornosti|drustvo s neogranicenom solidarnom odgovornoscu|
drustvo s ogranicenom odgovornoscu|drustvo sa ogranicenom odgovornoscu|druzba z omejeno odgovornostjo|
druzestvo s ogranicena otgovornost|druzhestvo s ogranichena otgovornost|dtnn|dubai multi commodities centre|
dzzd|e gbr|e kfm|e kfr|ead|ednolichen targovets|ednolichen trgovets|ednolichno aktsionerno druzhestvo|
ednolichno druzhestvo s ogranichena otgovornost|
eenpersoons besloten vennootschap met beperkte aansprakelijkheid|eenpersoons bvba|eg|egbr|egcokg|egyeni ceg|
egyeni vallalkozo|egyszeru tarsasag|ehf|eingetr kaufmann|eingetragene gbr|eingetragene genossenschaft co kg|
eingetragene gesellschaft burgerlichen rechts|eingetragene gesellschaft des burgerlichen rechts|
eingetragene kauffrau|eingetragener kaufmann|eingetragenes einzelunternehmen|einkahlutafelag|eireli|eirl|ek|
ekfm|ekfr|empresa individual de responsabilidad limitada|empresa individual de responsabilidade limitada|
empresa unipersonal|entreprise individuelle|entreprise unipersonnelle a responsabilite limitee|eood|epe|
epiq aktsiyadorlik zhamiyati|etairia periorismenis eythynis|eurl|europaische aktiengesellschaft|
europaische gesellschaft|evropeysko druzhestvo|fizicheskoe litso predprinimatel|fizichna osoba pidpriiemets|fop|
foreign limited liability company|free economic zone llc|free zone co|free zone company|free zone enterprise|
free zone entity|free zone establishment|free zone limited liability company|free zone llc|freezone company|
fz co|fz enterprise|fz entity|fz establishment|fz llc|fzco|fze|fzllc|gag|gbr|gemeinnutzige ag|
gemeinnutzige aktiengesellschaft|gemeinnutzige gesellschaft mit beschrankter haftung|gemeinnutzige gmbh|
gemeinnutzige ug|gemeinnutzige ug haftungsbeschrankt|gemeinnutzige unternehmergesellschaft|
gemeinnutzige unternehmergesellschaft haftungsbeschrankt|general partnership|genossenschaft co kg|
ges bur rechts|ges burgerlichen rechts|ges mbh|ges mit besch haftung|ges mit beschr haftung|gesbr|gesellsch mbh|
gesellschaft burgerlichen rechts|gesellschaft des burgerlichen rechts|gesellschaft mbh|
gesellschaft mit besch haftung|gesellschaft mit beschr haftung|gesellschaft mit beschraenker haftung|
gesellschaft mit beschraenkter haftung|gesellschaft mit beschrankter haftng|
gesellschaft mit beschrankter haftung|gesmbh|gewone commanditaire vennootschap|ggmbh|gm besch haftung|
gm beschr haftung|gmb h|gmb kh|gmbh|gmbh so kg|gmbh u co kg|gmbhcokg|gmbhcokgaa|gmbhcoohg|gmbhs|gmbkh|
gmbkh end ko kg|gp|gug|gug haftungsbeschrankt|haao|halafinetu yetewesene yegl mahber|halka acik anonim ortaklik|
hf|hlutafelag|ilp|inc|incorp|incorporado|incorporatd|incorporated|incorporation|incorporee|incorported|incs|
individualnyy predprinimatel|indyvidualny pradprymalnik|
inostrannoe obshchestvo s ogranichennoy otvetstvennostyu|inteprinderea individuala|interprinderea individuala|
intreprindera individuala|intreprindere individuala|intreprinderea cu responsabilitate limitata|
intreprinderea ibdividuala|intreprinderea individuala|intreprinderea individuali|intreprinderea indiviuala|
intreprindserea individuala|intreprinzator individual|intreprinzatorul individual|ivaerksaetterselskab|ivs|
j stock company|javna delniska druzba|javno dionicko drustvo|javno trgovacko drustvo|jdoo|
jednostavno drustvo s ogranicenom odgovornoscu|jnt stock co|joint stock bank|joint stock co|
joint stock commercial bank|joint stock compan|joint stock companie|joint stock company|joint stock corp|
jointstock company|js co|jsc|jscb|jt stock co|jtd|julkinen osakeyhtio|jusikhoesa|kb|kd|kda|keg|kfm|kfr|kft|
kft fioktelep|kg|kgaa|khk|khkhk|khuvtsaat kompani|khyazgaarlagdmal khariutslagatay kompani|kk|kkt|
kolektif sirket|koll sti|kom sti|komandit sirket|komanditni spolecnost|komanditno drushtvo|komanditno drustvo|
komanditno druzhestvo|komanditno druzhestvo s aktsii|komanditno druzhestvo s aktsiyami|komanditsabiedriba|
kommandiittiyhtio|kommandit gesellschaft|kommanditbolag|kommanditerwerbsgesellschaft|kommanditgesellschaft|
kommanditgesellschaft auf aktien|kommanditselskab|kompaniya s ogranichennoy otvetstvennostyu|
korlatolt felelossegu tarsasag|korlatolt felelossegu tarsasag organizacni slozka|kozkereseti tarsasag|
kulfoldi szekhelyu vallalkozas fioktelepe|kumpanija bishma kongunti|kumpanija bishma kongunti pubblici|lda|
likvidatsionnaya komissiya obshchestva s ogranichennoy otvetstvennostyu|
likvidatsionnaya komissiya obshchestvo s ogranichennoy otvetstvennostyu|likvidatsionnaya komissiya ooo|limitada|
limitd|limitd liability co|limite|limited|limited by guarantee|limited by shares|limited liab co|
limited liability co|limited liability comp|limited liability company|limited liability corp|
limited liability corporation|limited liability partnership|limited ortaklik|limited partnership|limited sirket|
limitee|limted|limted liability co|llc|llc fz|llcs|llp|lmhdwdh|lmshmh lmhdwdh|lmtd|lmtd liability company|lp|
lt liability company|ltd|ltd liab company|ltd liability co|ltd liability comp|ltd liability company|ltda|
ltdcokg|ltds|masuliyati cheklangan jamiyat|masuliyati cheklangan zhamiyat|mbb|mbh|mbh u co kg|mchj|mchzh|
mehdud mesuliyyetli cemiyyet|mit besch haftung|mit beschr haftung|mit beschrankter haftung|mmc|n vennootschap|
naaml vennootschap|naamloze vennootschap|naamlze vennootschap|nao|nepublichnoe aktsionernoe obshchestvo|nv|
nyilvanosan mukodo reszvenytarsasag|nyrt|o joint stock co|oaj|oao|obiteljsko poljoprivredno gospodarstvo|
obshchesivo s ogranichennoy otvetstvennostyu|obshchestva s ogranichennoy otvetstvennostyu|
obshchestvl s ogranichennoy otvetstvennostyu|obshchestvo c ogranichennoy otvetstvennostyu|
obshchestvo ogranichennoy otvetstvennosti|obshchestvo s dopolnitelnoj otvetstvennostyu|
obshchestvo s dopolnitelnoy otvetstvennostyu|obshchestvo s goranichennoy otvetstvennostyu|
obshchestvo s granichennoy otvetstvennostyu|obshchestvo s oganichennoy otvetstvennostyu|
obshchestvo s ogarnichennoy otvetstvennostyu|obshchestvo s ogpanichennoy otvetstvennostyu|
obshchestvo s ogra nichennoy otvetstvennostyu|obshchestvo s ogragichennoy otvetstvennostyu|
obshchestvo s ogragnichennoy otvetstvennostyu|obshchestvo s ograichennoy otvetstvennostyu|
obshchestvo s ograinchennoy otvetstvennostyu|obshchestvo s ogranchennoy otvetstvennostyu|
obshchestvo s ogranchichennoy otvetstvennostyu|obshchestvo s ogranechennoy otvetstvennostyu|
obshchestvo s ograngichennoy otvetstvennostyu|obshchestvo s ogranicheeenoy otvetstvennostyu|
obshchestvo s ogranicheenoy otvetstvennostyu|obshchestvo s ogranichennnoy otvetstvennostyu|
obshchestvo s ogranichennoi otvetstvennostiu|obshchestvo s ogranichennoi otvetstvennostyu|
obshchestvo s ogranichennoj otvetstvennostyu|obshchestvo s ogranichennoy ltvetstvennostyu|
obshchestvo s ogranichennoy ogtvetstvennostyu|obshchestvo s ogranichennoy oltvetstvennostyu|
obshchestvo s ogranichennoy osvetstvennostyu|obshchestvo s ogranichennoy ot|
obshchestvo s ogranichennoy otaetstvennostyu|obshchestvo s ogranichennoy otetstvennostyu|
obshchestvo s ogranichennoy otetvennostyu|obshchestvo s ogranichennoy otevtstvennostyu|
obshchestvo s ogranichennoy otsetstvennostyu|obshchestvo s ogranichennoy otveetstvennostyu|
obshchestvo s ogranichennoy otvenstvennostyu|obshchestvo s ogranichennoy otventstvennostyu|
obshchestvo s ogranichennoy otvesttvennostyu|obshchestvo s ogranichennoy otvestvennostyu|
obshchestvo s ogranichennoy otvestvtennsotyu|obshchestvo s ogranichennoy otvetchtvennostyu|
obshchestvo s ogranichennoy otvetsstvennostyu|obshchestvo s ogranichennoy otvetstennostyu|
obshchestvo s ogranichennoy otvetststvennostyu|obshchestvo s ogranichennoy otvetstsveenostyu|
obshchestvo s ogranichennoy otvetstsvennostyu|obshchestvo s ogranichennoy otvetstveennostyu|
obshchestvo s ogranichennoy otvetstveenostyu|obshchestvo s ogranichennoy otvetstveknnostyu|
obshchestvo s ogranichennoy otvetstvenenostyu|obshchestvo s ogranichennoy otvetstvennnostyu|
obshchestvo s ogranichennoy otvetstvennochtyu|obshchestvo s ogranichennoy otvetstvennogstyu|
obshchestvo s ogranichennoy otvetstvennoltyu|obshchestvo s ogranichennoy otvetstvennomtyu|
obshchestvo s ogranichennoy otvetstvennoostyu|obshchestvo s ogranichennoy otvetstvennost|
obshchestvo s ogranichennoy otvetstvennostb|obshchestvo s ogranichennoy otvetstvennosti|
obshchestvo s ogranichennoy otvetstvennostiyu|obshchestvo s ogranichennoy otvetstvennosttyu|
obshchestvo s ogranichennoy otvetstvennostyu|obshchestvo s ogranichennoy otvetstvennostyu firma|
obshchestvo s ogranichennoy otvetstvennostyu stroitelnaya kompaniya|
obshchestvo s ogranichennoy otvetstvennostyu torgovyy dom|
obshchestvo s ogranichennoy otvetstvennostyu upravlyayushchaya kompaniya|
obshchestvo s ogranichennoy otvetstvennostyub|obshchestvo s ogranichennoy otvetstvennostyui|
obshchestvo s ogranichennoy otvetstvennostyum|obshchestvo s ogranichennoy otvetstvennostyut|
obshchestvo s ogranichennoy otvetstvennostyuv|obshchestvo s ogranichennoy otvetstvennosyu|
obshchestvo s ogranichennoy otvetstvennotsyu|obshchestvo s ogranichennoy otvetstvennotyu|
obshchestvo s ogranichennoy otvetstvennovstyu|obshchestvo s ogranichennoy otvetstvennovtyu|
obshchestvo s ogranichennoy otvetstvennoy|obshchestvo s ogranichennoy otvetstvennrostyu|
obshchestvo s ogranichennoy otvetstvennsotyu|obshchestvo s ogranichennoy otvetstvennstyu|
obshchestvo s ogranichennoy otvetstvenonstyu|obshchestvo s ogranichennoy otvetstvenoost|
obshchestvo s ogranichennoy otvetstvenoostyu|obshchestvo s ogranichennoy otvetstvenosstyu|
obshchestvo s ogranichennoy otvetstvenostyu|obshchestvo s ogranichennoy otvetstvetnostyu|
obshchestvo s ogranichennoy otvetstvetstvennostyu|obshchestvo s ogranichennoy otvetstvetsvennostyu|
obshchestvo s ogranichennoy otvetstvnnostyu|obshchestvo s ogranichennoy otvetstvtennostyu|
obshchestvo s ogranichennoy otvetstvuennostyu|obshchestvo s ogranichennoy otvetsvennosst|
obshchestvo s ogranichennoy otvetsvennostyu|obshchestvo s ogranichennoy otvettstvennostyu|
obshchestvo s ogranichennoy otvetvennostyu|obshchestvo s ogranichennoy otvetvetstvennostyu|
obshchestvo s ogranichennoy otvetvtsennostyu|obshchestvo s ogranichennoy otvetvtvennostyu|
obshchestvo s ogranichennoy otvntstvennostyu|obshchestvo s ogranichennoy otvtetsvennostyu|
obshchestvo s ogranichennoy otvuetstvennostyu|obshchestvo s ogranichennoy ovetstvennostyu|
obshchestvo s ogranichennoy ovtetstvennostyu|obshchestvo s ogranichennoy tovetstvennostyu|
obshchestvo s ogranichennry otvetstvennostyu|obshchestvo s ogranichennyo otvetstvennostyu|
obshchestvo s ogranichenooy otvetstvennostyu|obshchestvo s ogranichenoy otvetstveenostyu|
obshchestvo s ogranichenoy otvetstvennostyu|obshchestvo s ogranichenoy otvetstvenostyu|
obshchestvo s ogranichinnoy otvetstvennostyu|obshchestvo s ogranichnnoy otvestvennostyu|
obshchestvo s ogranichnnoy otvetstvennostyu|obshchestvo s ogranichnnoy otvetstvnnostyu|
obshchestvo s ogranichunnoy otvetstvennostyu|obshchestvo s ograniennoy otvetstvennostyu|
obshchestvo s ogranischennoy otvetstvennostyu|obshchestvo s ogranisennoy otvetstvennostyu|
obshchestvo s ogranmchennoy otvetstvennostyu|obshchestvo s ogrannichennoy otvetstvennostyu|
obshchestvo s ograntchennoy otvetstvennostyu|obshchestvo s ogrnaichennoy otvetstvennostyu|
obshchestvo s ogrnanichennoy otvetstvennostyu|obshchestvo s ogrnichennoy otstvennostyu|
obshchestvo s ogrnichennoy otvetstvennostyu|obshchestvo s ogronichennoy otvetstvennostyu|
obshchestvo s ogroranichennoy otvetstvennostyu|obshchestvo s ogrranichennoy otvetstvennostyu|
obshchestvo s ogrvnichennoy otvetstvennostyu|obshchestvo s ohranychennoi otvetstvennostiu|
obshchestvo s oranichennoy otvetstvennostyu|obshchestvo s organichennoy otvetstvennostyu|
obshchestvo s organichennoy otvetstvennovstyu|obshchestvo s orgranichennoy otvetstvennostyu|
obshchestvo s otranichennoy otvetstvennostyu|obshchestvo sogranichennoy otvetstvennostyu|
obshchestvo sogranichenoy otvetstvennostyu|obshchestvo st ogranichennoy otvetstvennostyu|
obshchestvog s ogranichennoy otvestvennostyu|obshchestvr s ogranichennoy otvetstvennostyu|
obshestvo s ogranichennoy otvetstvennostyu|ochiq aksiyadorlik jamiyati|ochiq aktsiyadorlik zhamiyati|
odkryte akcjonarne obschtschestwo|odo|offene aktiengesellschaft|offene handels gesellschaft|
offene handelsgesellschaft|ohg|oilaviy korkhona|oilaviy korxona|ojsc|ood|ooo|oop|open jnt stock co|
open joint stock company|open jsc|openbare aandelenvennootschap|
openbare publiek private vennootschap op aandelen|openbare vennootschap op aandelen|opg|ortachko drushtvo|
ortacko drustvo|osakeyhtio|osoo|otkr akts obshch|otkritoe aktsionernoe obshchestvo|
otkrytoe akcionernoe obshchestvo|otkrytoe akcionernoe obshhestvo|otkrytoe aktsionergoe obshchestvo|
otkrytoe aktsionernoe obschchestvo|otkrytoe aktsionernoe obschestvo|otkrytoe aktsionernoe obshchestvo|
otkrytoe aktsionernoye obshestvo|otkrytoje akcionernoje obshchestvo|otkrytoye aktsionernoye obshchestvo|
otwarta spolka akcyjna|oy|oyj|panstwowa spolka akcyjna|pao|part g|part mbb|partg|partgmbb|partmbb|
partnerschaft mbb|partnerschaft mit beschrankter berufshaftung|partnerschaftsgesellschaft|
partnerschaftsgesellschaft mit beschrankter berufshaftung|partnerstvo s ogranichennoy otvetstvennostyu|pat|pjsc|
pjscb|pl co|plc|plcs|pllc|polnoe tovarishchestvo|private company with limited liability|private enterprise|
private limited company|private limited liability company|privatne aktsionerne tovaristvo|
privatne pidpriiemstvo|professional limited liability company|proprietary limited|proprietary ltd|
pryvatnae unitarnae pradpryemstva|pryvatne pidpryiemstvo|pt|pte|pty|pub limited|pub lt co|pub ltd co|
pubic limited company|publc limited company|publi limited company|public joint stock commercial bank|
public joint stock company|public jsc|public limitd company|public limited|public limited compnay|
public limitied company|public limitted company|public limted company|public lmtd company|public lt co|
public lt company|public ltd co|public ltd corporation|public stock company|publichne aktsionerne tovaristvo|
publichne aktsionerne tovarystvo|publichno aktsionerno druzhestvo|publichnoe aktsionernoe obshchestvo|
publicly limited company|publicly ltd company|pup|reszvenytarsasag|ribotos atsakomybes bendrove|s cra|
s de rl de cv|s en c|s ie|s par as|sa|sa de cv|sa pi de cv|saaktsio sazogadoeba|sab|
sabiedriba ar ierobezotu atbildibu|sabiratelno druzhestvo sd sadruzhie|sacif|sacifi|sacifia|sacv|sad|sadecv|
sadovodcheskoe nekommercheskoe tovarishchestvo|saica|sak|sameignarfelag|samostalni preduzetnik|saoc|saog|sapa|
sapi de cv|sapicv|sarf|sarl|sas|sau|sbiratelno druzhestvo|sbiratelno druzhestvo sd sdruzhie|sca|scc|scei|scpa|
scra|scs|sd s ie|sdn bhd|se|secokg|secokgaa|secs|selskab med begraenset ansvar|sendirian berhad|sh a|sh k|sh pk|
sha|sharikat al mossahamah|shezghuduli pasukhismgeblobis sazogadoeba|shk|shoqeri aksionere|shoqeri anonime|
shoqeri komandite|shoqeri me pergjegjesi te kufizuar|shpk|shps|shrkh dht msuwlyt mhdwdh sh mm|
shrkh frdyh dht msuwlyt mhdwdh|shrkh khfyh lsm|shrkh lmshmh|sia|sicietatea de raspundere limitata|
single member private limited company|sirketi|sl|sll|slne|slu|smba|snc|snt|soc a resp limitata|
soc a resp limitee|soc a responsab limitee|soc anon de cap var|soc par actions simplifiee|soc resp limitada|
socieda anonima|sociedad anonima|sociedad anonima comercial industrial financiera|
sociedad anonima de capital variable|sociedad anonima deportiva|sociedad anonima unipersonal|sociedad colectiva|
sociedad comanditaria|sociedad de capital e industria|sociedad de responsabilidad limitada|
sociedad en comandita por acciones|sociedad en comandita simple|sociedad limitada laboral|
sociedad limitada nueva empresa|sociedad limitada por acciones abierta|sociedad por acciones|
sociedad por acciones simplificada|sociedada anonima|sociedada limitada|sociedade anonima|sociedade limitada|
sociedade por acoes|sociedade por acoes aberta|sociedade publica por acoes|
sociedades anonimas inscritas de capital abierto|sociedades por acciones simplificada|
societa a responsabilita limitata|societa anonima|societa in accomandita per azioni|societa per azioni|
societas europaea|societat anonima|societata cu raspundere limitata|societate anonima|
societate cu rasponbilitate limitata|societate cu raspundere limitata|societate cu raspundre limitata|
societate cu responsabilitate limiiata|societate cu responsabilitate limitata|societate pe actiuni|
societatea comerciala|societatea cu rasdpundere limitata|societatea cu rasponsabilitate limitata|
societatea cu raspundere|societatea cu raspundere limitata|societatea cu raspundere limitate|
societatea cu responsabilitate limitata|societatea cu responsabilitatea limitata|
societatea cu respundere limitata|societatea pe actiuni|societatea publica pe actiuni|societateare pe actiuni|
societatii cu raspunderea limitata|societe a responsabilite limitee|societe actions simplifiee|societe anonyme|
societe anonyme omanaise close|societe anonyme omanaise generale|societe commerciale canadienne|
societe en commandite par actions|societe en commandite simple|societe en nom collectif|societe par actions|
societe par actions de regime federal|societe par actions ouverte|societe par actions simplifiee|
societe privee a responsabilite limitee|societe privee a responsabilite limitee unipersonnelle|
societe publique par actions|societete cu raspundere limitata|socitate cu responsabilitate limitata|
sole proprietorship|sp z ogr odp|sp z oo|sp zoo|sp zoo sp k|spa|spd|special economic zone llc|spol s ruc omez|
spol sro|spolecnost s rucenim omezenym|spolka akcyjna|spolka z ogr odpow|
spolka z ograniczona odpowiedzialnoscia|spolka zoo|spolka zoo sp k|sprl|spz oo|spzoo|srl|srlcv|sro|
statni podnik|sti|stiftung co kg|stiftung co kgaa|stiftungcokg|stiftungcokgaa|strakhovaya aktsioner kompaniya|
strakhovaya aktsionernaya kompaniya|suarl|subekt predprinimatelskoy deyatelnosti|
subiekt pidpriiemnitskoi diyalnosti|taa|taisuhing|tavaristva z abmezhavanaj adkaznastsiu|
tavarystva z abmezhavanaj adkaznascyu|tavarystva z abmezhavanay adkaznastsyu|
tavarystva z dadatkovaj adkaznascyu|tavarystva z dadatkovay adkaznastsyu|tda|tokumei kumiai|too|tov|
tovarishchestvo s ogranichennoy otvetstvennostyu|tovaristvo z obmezhenoyu vidpovidalnistyu|
tovarystvo z obmezhenoiu vidpovidalnistiu|tovarystvo z obmezhenoyu vidpovidalnistyu|trade free zone company|
tzov|uab|ug|ug haftungsbeschr|ug haftungsbeschrankt|ug hb|ugcokg|ugcoohg|unlimited|unlimited proprietary|unltd|
unternehmerg|unternehmerges|unternehmerges haftungsbeschrankt|unternehmergesellschaft|
unternehmergesellschaft haftungsbeschrankt|usaldusuhing|uzdaroji akcine bendrove|uzdarosios akcines bendroves|
vat|vennootschap met beperkte aansprakelijkheid|vennootschap onder firma|vennootschap op aandelen|
verejna akciova spolecnost|verejna akciova spolocnost|verejna obchodni spolecnost|
vidkrite akcionerne tovaristvo|vidkrite aktsionerne tovaristvo|vidkryte aktsionerne tovarystvo|
viesoji akcine bendrove|vof|vos|yoaj|yopiq aksiyadorlik jamiyati|yuhanhoesa|zakritaye aktsiyanernaye tavaristva|
zakrite aktsionerne tovaristvo|zakritoe aktsionernoe obshchestvo|zakrytae akcyyanernae tavarystva|
zakrytae aktsyyanernae tavarystva|zakryte akcjonarne obschtschestwo|zakrytoe akcionernoe obshchestvo|
zakrytoe aktsionerne tovaristvo|zakrytoe aktsionernoe obshchestvo|zakrytoe aktsionernoe obshhestvo|
zakrytoje akcionernoje obshchestvo|zakrytoye aktsionernoye obshchestvo|zao|zartkoruen mukodo reszvenytarsasag|
zat|zoo|zrt
`;
