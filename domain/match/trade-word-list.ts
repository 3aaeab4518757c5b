/**
 * What companies do and are called by everywhere, in some thirty languages: one idea a line up to `|`, its English word first. Romanised,
 * lower case, without words of one or two letters and without ideas that no company's name has. From opensanctions/rigour
 * (resources/names/symbols), MIT, Copyright (c) 2023-2025 OpenSanctions Datenbanken GmbH; the licence is in
 * test/data/org_suffixes/LICENSE-rigour.
 */
export const TRADE_WORD_LIST = `
company sompany corporation corp compagnie kompaniya kompani kompania komaniya kompaniy kampaniia kompaniia kompanija
kampaniya kompanii vallalat kmpani kospaniya kompana coy comp compania companie companhia kampani kongsi kaisha gongsi
shirkat societa societe sociedad gesellschaft vennootschap bendrove intreprinderea ettevote firma firm etaireia
spolecnost sirket yhtio|
organization organisation organisations org organizatsiya orhanizatsiia orhanizatsiya organisasjon organisasjonen
organisatie organzation orhanizatsiino organizacion organizacja organizacie organizacia organizaciju organizace
organizacije organizacija organizaci organizatia organishchatsiya organizatsiyami organizatsii organisaatio organismos
obshchestvo|
corporation corporaton corporate sorporation korp korporatsiya corporacion koroporatsiya korporatsiyi corporatia
corporaciia korporatsiia korporacija corporations corporatie corporacao korporation corporatn corprtn corpo
korporatsii korparatsiya korporatsiy societatea sociedade|
cooperative coop cooperation koperasi cooperatif kooperatif kooperativa kooperattiva cooperativa kooperatsia
cooperatieve cooperatives cooperativo corporativo corporativos spoldzielni spoldzielczy kooperatsiya synetairismos|
association associations assotsiatsiya obedinenie asotsiatsiya obiednannya associaciya assotsiacija obyedineniye
obyedinenie obyednannya asotsiatsiia associazione assoc asociacion associacao stowarzyszenie zwiazek|
charity ngo nko nichtregierungsorganisation cso|
partner partners partnery partneri spilnik spilniki|
brothers bros fratelli hermanos freres irmaos|
center tsentr cntr centre centras centro centrum centr tsentrov|
holding holdings provedenie kholding khlding xoldihg kholdyng symmetochon symmetoches kooperativ kooperativne
kooperativna kooperativi kooperativu kooperativiv|
business businesses biznes delovoy delovaya epicheirisi mpiznes|
concern kontsern konzern consorcio|
consortium consortum konsortsium consortile|
service services servicio servicios servico servicos servis servizio servizi sluzhby sluzhba uslug obsluzhivaniya|
department dept departement departament departamento departamentul dipartimento abteilung afdeling afdelingen otdel|
agency agence agentur agencia agencja agentschap agenzia ajans agentstva agentstve agentstvo|
fund funds fond fondo fonds fundo fondovy|
international intl internantional internatsionale internationales internasional internatsionalnyy internatsionalnaya
internatsionalnye internationale internacional internacionais internacionales interneyshnl internazionale
internazionali|
group gruppa grupp gruppy grup groupement groupe grupa grupe grupo gruppo grupul csoport omilos omada skupina hrupa|
management gestion gerenciamento menedzhment uprvleniyu menedzhmenta menedzhmentu upravlenie upravleniya upraulennya
uparvleniyu uparvleniya upravleniyu diacheirisi|
federal federalnoe federalnoaya fedepalnoe fedeoalnaya federelnaya federallnaya fderalnaya federalnoy federpalnoe
fedearlnaya federalnaya federalne fednralnaya federalnye federalnymi federalnykh federalnomu federalna fedralnoe
federalniy federalnogo federalnyy glsudarstvennoe federalnym federalnikh federalnom federalnoi federatsyy federatsii
federalni federalny federatsiyi federala|
national natsionalnyy natsionalnaya natsionalnye natsionalnogo natsionalnoy natsionalnykh natsionalnoe nationalnyy
nacionalnyy nacionalna nazionale nacional nationell nasjonale ulusal narodowy narodni landelijk valstybinis|
institute insitute institut shkola institoyto institutu instituta instituto instituti instituicao ynstytut institiut
instituts instytutu instituut instytut istituto institutas institutul instituutti industite instituutin institutului|
club clube circolo klub kulup|
institution uchrezhdenie institucija institutia uchrazhdenie uchredzhenie uchrezhdenienie|
foundation foudation fundacja fundacion fondation fundatie fundacija fondacion fondacioni fundatia stiftung stichting
idryma fdn|
private privat privato privati privatiy privatnyy privatnaya privatnoe privatnye|
public publiczny publiczna publiczne obshchestvennyy obshchestvennaya obshchestvennye obshchestvennykh
obshchestvennogo obshchestvennoy|
industry industries indastris industrial industriyi industriilor industrialnyi indastri industriya industrii
industrialnyy industralnyy promyshlennosti industrijo industria industriia industriala industriji industrji industrije
industriei industriju industriales indastrial industriel industriale industrialny industrie industra industrier
industrias industriele industriell industrija industrialna industriais endustriyel endustri sanayi|
associates assotsiirovannye|
network networks netzwerk setevoy setevye setevoe|
development dev devt anaptyxi razvitie razvitiya razvitiyu anaptyxis|
enterprise enterprises entreprise enterpraizes entreprises empreendimento empreendimentos interprise predpriyatie
ppedppiyatie predpriiyatie predpriyatiya predpryatie predpriyatiy empresa impresa predpriemstvo pidpriiemstvo yritys|
committee committees komitet komiteta komitety komiteti komitetu|
central centrala centrale centralele centrali tsentralnyy tsentralnaya tsentralnye tsentralnogo tsentralnoy
tsentralizovannaya|
general generale generalnyy generalnaya generalnye generalnogo generalnoy generalnykh|
global weltweit mondial mondiale globalni globalny kuresel globalnyy globalnaya globalnye globalnogo globalnoy
globalnykh globalno|
world worldwide|
system systems systeme sistema sistemy sistemas systemes|
association asociaciones assotsiatsii|
venture ventures venchurnyy venchurnaya venchurnye venchurnykh venchurnogo venchurnoy venchurnoe|
commerce commercial kommertsiya kommercheskaya kommercheskie kommercheskikh kommercheskogo kommercheskoy komertsiyniy|
commercial kommercheskiy kommercheskoe komercheskiy comercial commerciale commerciaux commercieel comerciale
commerciele kommercial commerical comerciala emporiki commerciell kommersiel|
municipal municipality munitsipalnyy munitsipalnaya munitsipalnye munitsipalnogo munitsipalnoy munitsipalnykh
munitsipalniy munitsipalna munitsipalni munitsipalnoi munitsipalnikh munisipalitas munisipaliteti munisipalitetet
munitsipalnoe|
city cities municipalite municipale municipals munitsipalitet munitsipalitety munitsipaliteta munitsipalitetam
gorodskaya gorodskogo gorodskie gorodskikh goroda|
office offices offis ofis ofisy ofisa ofisi oficina oficinas bureau bureaux|
bureau byuro buro buron buronu|
government gov govmnt governmental regierung staat staatlich staatliche staatliches state pravitelstvo gouvernement
gouvernementale gosudarstvennoe gosudarstvennaya gosudarstvennyy gosudarstvenne gosudarstvennoyy gosudastvennym
gomudarstvennoy gosudarsvennym gosudarstvnnyy gosudapstvennoe gosudarsovennyy gosudrarstvennoe gosudarstvennom
gosudarstvenno gosudarstvennogo gosudarstvennoy gosudarstvennym gosudarstvennye gosudarstvennykh pravitelsto
gospredpriyatie kazennoe gobierno kyvernisi kyvernitiki|
region oblasti oblast oblastnoe oblastnaya oblastnye rayona rayon rayonov regions regional regionalny regionala
regionali regionales|
ministry ministries ministere ministeru ministero ministerio ministerul ministerium ministerie ministrerio
ministerstvo ministerului ministerij ministerstva|
export exports eksportu eksporty eksport eksporti eksporta eksporte eksportiv eksportive eksportivu eksportivy
eksportivom|
import imports importy importa importnyy importnaya importnye importnykh importnogo importnoy|
trade trading torgovlya torgivlya torgovy torgovyy torgovo torgovaya torgovye torgovykh treid comercio commercio impex
tejarat zovnishnotorgovelna zovnishnotorhovelna|
solution solutions lysi lyseis lyseon reshenie resheniya resheniyu reshenii resheniei soluzioni solutii solucoes
soluciones solusi|
project projects projetos proekt proekty proekta proektov proektu proektno proektnyy projekat projekt projektas
projekti projektiu projekto projektu projektoje projektuje|
product products produktsiya produktsii produktsiieyu produkt produtos prodotto prodotti proion proionta urun urunler|
alliance alianca allians alianza alleanza alliantie alianta ittifak sojusz alyans|
capital kefalaio kefalaiaki kapital capitale kapitala capitalul capitals|
credit kredit credits kreditnaya kreditnyy kreditnoe kredity kreditniy kreditna kreditne|
asset assets aktivy aktiv aktivov aktivi aktiviv|
trust trusts trast trest trastoviy trastova trastovi trastovoi trastovogo fondoviy fondova fondovi|
union soyuz soyuza uniao zveza savez szakszervezet|
authority autoridad autoridade autorita autoritat autoritate autorite autoriteet autoriteit autoritet autoritetas
autorytet avtoritet avtoriteta awtoridad awtorita behorde hatosag otoritas otorite udaras viranomainen autarytet|
liquidation|
branch filial filiale zweigstelle|
house housing|
supply supplies supplier postavshchik postachalnik tedarik tedarikci suministro suministros proveedor|
culture kultura kulturniy kulturna kulturne kultur cultura cultural|
defence defense defensie defensiv defesa difesa forsvar verteidigung verdediging protectia defensa oboronnyy oboron
savunma|
technology technical tekhnologiya tekhnologii tekhnika tekhniki tekhnikal tekhnalogii tekhnalogiy tekhnologiy
tekhnicheskiy tekhnicheskoy tekhnolodzhi tekhnologiyami tekhnologichne technalohiy tekhnolohiia technologiai
tehnologiei tehnologica technologickou technological technologique tekhnichnyi tehnolosko tecnologies tecnologia
technologii tehnologie tehnologiju tekhnology tekhnologi teknologiya tehnoloski teknologija tehnologia technologicka
technik teknologii tekhnolohiyi tehnologii technologiak technologie technologia technologies technologiju tecnologias
tekhnolohii technologias tekhnologicheskiy tekhnologicheskaya tekhnicheskogo teknoloji teknik tecnologica|
insurance insurans insurer versicherung versicherungen versicherungsgesellschaft verzekeringsmaatschappij
verzekeringsmaatschappijen strakhovogo strakhovaya sigorta sigortacilik seguro seguros aseguradora|
intelligence inteligencia intelijen inteligjenca inteligjences wywiadu razvedyvatelnoe istihbarat istihbarati|
property properties sobstvennost sobstvennostyu sobstvennosti mulk gayrimenkul propiedad propiedades inmueble|
realty realtor immobilier immobilien imobiliare imobiliaria inmobiliaria nedvizhimost nedvizhimostyu nedvizhimostyami
nedvizhimostyakh emlak emlakci inmobiliario|
royal royale koniglich kunglig korolevskiy korolevskaya korolevskoe korolivskiy korolivska korolivske|
tv television telly televisioon televize televisio televisao televisi televisione televisjon telewizja televisheni
televizia televizija televizyon televizor fernsehen telebachennya televidenie|
equipment equipement equipamento equipamentos equipo equipos ausrustung oborudovanie obrudovanie obrudovaniya
obrudovaniyami obrudovaniyakh obrudovaniyam obrudovanii oborudovaniyu ekipman techizat|
hardware hardwares donanim|
innovation innovations innovative innovativo innovativa innovazione innovazioni innovacio innovatie innovatsioon
innovasjon innovasjonar innovasiyon innovacoes innovatii innovatiii innovatiilor innovatiei innovatsiya innovatsionnoe
innovatsionnaya inovasyon yenilik innovacion innovaciones|
university universitet univirsitet universitnt universiti universiteta universidad universite universtiy universitat
universytet univ uni universitesi|
aviation aviacion aerospace luftfahrt aviatsiya aviatsionnyy aviatsionnaya aviatsionnye havacilik havaciligi|
aircraft airplane airplanes aeroplane aeroplanes flugzeug flugzeuge samolet aeroplan samolety aeroplani aereo aerei
avion aviones avions aviao avioes|
airline airlines aviakompaniya aviakompanii aviakompaniy aviakompaniyu aviaperevozchik aviaperevozchiki
aviaperevozchika aviaperevozchikakh aviaperevozchikam|
airport airports aeroport aerodrome aerodromes flughafen lufthaven aeroports aeropuerto aeropuertos aerodromo
aerodromos aeroporto aeroporti aerodromi aeroportos luchthaven luchthavens aeroporty aeroporta aeroportov aviaport
letovishche lotnisko lotniska letiste letisti letistni aerodrom havaalani|
flight flights polet polety poletakh poletam poletami polete poletov reys reysy reysov|
maritime maritim morskaya morskoy morskie morskikh morskogo marine denizcilik|
naval navy|
railway railways zheleznoy zheleznodorozhnoy zheleznodorozhnyy|
automotive auto automobile car vehicle vehicular avtomobil automobiles automoviles automobily automobilii automobilyi
automobilya automobiliai automobilis automobilov automobilu automobilei automobilele automobilelor automobiluv|
nuclear branduolinis branduoline jadrowy kjernefysisk niwclear nucleair nucleare nucleares nucleaire nucleaires
nukleaarinen nukleaarne nuklear nukleare nuklearis nukleer nyuklia nuklearny nuklearna nuklearne pyrinikos pyriniki
pyriniko yadernyy yadernaya yadernoe yadernye yaderniy yaderna yaderne yaderni|
oil petroleum petrochemical aceite huile olje neftepererabotka neft tatneft neftyanaya neftyanoy petrol petrokimya
petroleo petrolero|
steel metal steelworks metallurgical metallurgy metallurgicheskiy stal celik metalurji acero metalurgico metalurgica
siderurgico|
diamond diamonds brylant brylanty deimantai deimantas diamant diamantar diamante diamanten diamanter diamantes
diamants diament diamenty elmas elmaslar gyemant gyemantok teemandid teemant timantteja timantti pirlanta pirlantalar
almazy almazi brillianty diamanti|
jewelry jewellery bijoux bizuteria ehted ekszerek gioielli joias joyas joyeria juwelen korut mucevher papuosalai
schmuck sieraden smycke smykker sperky taki kosmimata ukrasheniya prikrasi|
mining mines bergbau gornodobyvayushchaya madencilik maden mineria minera|
factory factories fabrika rasteniye rastenie usine werk werke zavod fabriek fabrik fabrique fabbriche fabbrica|
laboratory laboratories lab labs labor laboratoire laboratoires laboratoria laboratorien laboratorier laboratorija
laboratorijos laboratorio laboratorios laboratoriot laboratorium laboratoriumok laboratuvar laboratuvarlar labore
laborid laboratorii laboratoriya|
academy academie akademie akademija akademiia akademiya akademi akademijas akademijai akademijam akademii akademiii
akademiiyu|
adviser advisor advisers advisors sovetnik sovetniki konsultant konsultanty radnik radniki konsultanti|
engineering inzheneriya inzhiniring iinzhiniring iinzhenerno inzhinirium ingenierie ingegneri ingenieria inzenyrstvi
inzeniring engineers inzhenernyy|
scientific science sciences nauchnyy nauchnaya nauchnye nauchnykh nauchnogo nauchnoy nauchnoe|
health healthcare zdravookhraneniya zdravookhranenie zdorovya|
pharmacy farmatsevticheskiy apotheke farmatsevticheskaya farmatsevticheskie farmatsiya apteka farmatsevtichniy
farmatsevtichna farmatsevtichni|
machine machines machining machinery mashinostroenie mashinostroitelnyy mashinostroitelnaya mashinostroitelnye
mashinostroitelnykh mashinostroitelnogo mashinostroitelnoy mashinostroeniya|
investment investmet invest investments investitsii investitsionnyy investitsionnaya investitsionnye investitsionnykh
iinvestitsionnyy investitsionnoy investitsionnogo investicni investitsiy investimenti investimento investeringen
investimentos inversion inversiones investissement investitorii investasi investice investicija invesment invesmenti|
leasing lease lizing lizingovaya lizingovye|
education educational obrazovaniya obrazovatelnoe obrazovatelnaya obshcheobrazovatelnoe|
reinsurance reinsurer reassurance reaseguro riassicurazione resseguro ruckversicherung perestrakhovanie|
research recherche issledovanie issledovatelskiy izuchenie forschung|
resources resource ressource ressources recurso recursos resursy resurs resursov resursi resursiv|
shipping schiffahrt sudokhodstvo nakliye shpg sudokhodnaya sudokhodnye sudokhodnykh sudokhodnogo sudokhodnoy
sudokhodstva sudnoplavstvo sudnoplavnaya sudnoplavnye sudnoplavnykh sudnoplavnogo sudnoplavnoy sudnoplavstva|
agriculture agricultural agricola agricole agricoltura agricultura agrikultura selskokhozyaystvennyy
silskogospodarskiy selskokhozyaystvennykh selskokhozyaystvennogo selskokhozyaystvennaya|
shipbuilding shipyard shipyards sudostroenie sudostroitelnyy sudostroitelnaya sudostroitelnye sudostroitelnykh
sudostroitelnogo sudostroitelnoy|
production productions proizvodstvennoe proizvodstvenno|
construction stroitelstvo construtora construcoes construcao stroitelnyy stroitelnoe stroitelstva stroitelnaya insaat
construccion constructora|
building buildings edificio edificios batiment batiments gebaude zgrada zgrade zdanie zdaniya yapi|
consulting konsalting konsulting consultancy consultants constultants konsaltingovaya consult konsult consulenza
conseils beratung danismanlik danisman consultoria consultora asesoria|
design designer designers designing diseno disenador dizayn progettazione proektirovanie proektirovshchik
proektirovshchiki proektirovshchitsa proektirovshchitsy proektirovshchits tasarim tasarimci|
hotel hotell albergo otel|
restaurant restoran restaurante restauranteza restauracja restaurace|
wine sarap viini vin vinho vino wein wijn wino krasi|
theater theatre divadlo teater teatteri teatro teatr tiyatro theatro|
professional professionel professionalnyi professionalnogo professionolnogo professionalonogo professonalnogo
professionalnaya professionalnoe professionalno professionalnykh|
operations operation operating operatsiyakh operatsii operaciones operacoes operativos operativa operazioni
operasional operativni operationeel operasyonel operacyjne|
mechanical mekhanicheskiy mekhanicheskaya mekhanicheskie mekhanicheskogo mekhanicheskoy mekhanicheskikh mekhanika
mechanicky mecanique mecanica|
transport transportation transporte transportes trasporto transpor vervoer transportnyy transportnaya transportnye
transportirovke transportirovok transportnogo ulasim tasimacilik|
financial finance finances finans finansirovanie finansirovaniya finansovyy finansovaya finansovye finansovykh
finansovogo finansovoy finansal financiero financiera finanzas|
communications communication kommunikation comms kommyunikatsii kommunikatsiya kommunikatsii kommunikatsiy svyazi
svyaz iletisim haberlesme comunicacion comunicaciones|
information info informatics informatyka informatica informatyki informatsiya informatsiyami informatsiey
informatsionnoe informatsionnye informatsionnykh bilgi enformasyon informacion|
electronic electronics electronical elektronisch elektronische electronique elettronico elettronica electronico
electronica elektronisk elektronniy elektronna elektronski elektronnyy elektronnaya elektronnye elektronnykh
elektronika elektroniki elektronik elektronikci|
electric electrical electrically electricity elektricheskiy elektricheskaya elektricheskie elektricheskikh
elektricheskogo elektricheskoy elektrik elektrikli electrico electrica electricidad|
energy energies energie energia energias energieen energi energier energii energije energija enerji energiya|
power powers energetika energeticheskiy energeticheskaya energetichniy energetichna potencia poder|
chemical chemicals khimicheskiy khimicheskaya khimicheskie khimicheskikh khimicheskogo khimicheskoy kimya kimyasal
kimyevi quimico quimica|
museum museums muzey muzeya muzeyakh muzeyam muzeyami museu museos musee musei muzej muzeum muzeji muze muzesi museo|
security seguridad securities securite guvenlik bezopasnosti emniyet securidad|
logistics logistic logistika logistiki logisticheskaya logisticheskoy logisticheskikh logisticheskomu logistiks
lojistik logistica|
marketing marketingovyy marketingovaya marketingovye marketingovykh marketingu markedsforing marketingova marketingove
marketingovych marketingo marketinga pazarlama mercadeo mercadotecnia|
bank banking handelsbank kreditanstalt handelsbanken banka bankivska trapeza banque banca banco bankasi banki
bankacilik|
motor motors motoren motoru motorlari motorlar motorlu motory motornyy motornaya motornye|
offshore ofshor offshor offshornyy offshornaya offshornye offshornoy offshornogo offshores|
distribution distributors distributor distribuidora distribyutor distributsiya distributora distributsii|
budget budgetary byudzhet byudzhetnyy byudzhetnaya byudzhetnye byudzhetnoe byudzhetnogo byudzhetnoy byudzhetniy
byudzhetna byudzhetni byudzhetnoi byudzhetnikh|
stock bourse borse effectenbeurs beurs aandelebeurs aktiemarknad gielda porssi chrimatistirio|
united unita uniti unidas unifie unificato unificata unificati unificadas obedinennyy obedinennaya obedinennye
obedinennykh obiednaniy obiednana obiednani|
exchange exchanges birzha birzhi birzhevoy birzhevoe|
manufacturing manufakturynh manufacturies mfg proizvodstvo proizvodstvennyy proizvodstvennaya|
medical medicine medichniy medichna medichni medichnikh meditsinskiy meditsinskaya meditsinskie meditsinskogo
meditsinskoy tibbi saglik medico medica medicina|
hospital hospitals gospital gospitalya gospitalyakh gospitalyam gospitalyami gospitale bolnitsa bolnitsy bolnitsakh
bolnitsam hastane hastanesi|
social sotsialnyy sotsialnaya sotsialnye sotsialnogo sotsialnoy sotsialnykh socialnyy socjalny socjalna socjalne
socjalnych sosyal|
media medios medias medien massmedia massmedier tiedotusvalineet meedia ziniasklaida mediji medya zmi smi|
school ecole escola escuela schule scuola skola szkola sola okul colegio`;

/** The same in Chinese, Japanese and Korean, as it is written. From the same source. */
export const EAST_ASIAN_TRADE_WORD_LIST = `
company 公司 企業 ファーム 企业 회사|
organization 団体 協会|
corporation 協力的な 生活協同組合 合作社|
partner 合伙人 合夥人 伙伴 共同経営者 組合員|
holding 集体 保持 保有資産|
business 商业|
international 国際的 国際 国际的 国际|
group グループ 团体|
management 管理|
national 国立 国家的|
institute 研究所 学院|
club 俱乐部 クラブ|
foundation 財団 基金 設立|
public 公共的 公共的な|
industry 業界|
enterprise 기업|
world 世界|
system システム システムズ|
commercial 商業 상업적 商业的|
government 政府|
trade 贸易 行业 商行 贸易公司|
alliance 同盟 동맹|
union ユニオン 組合 联盟|
authority 权威 権限|
liquidation 清算中|
house 房屋 住宅|
supply 供应 供給 供应商|
culture 文化|
defence 防務 防务 国防|
technology 技术 工艺学 科技 技術|
insurance 保险 保險 保险公司|
intelligence 情报 情報|
property 物业 物業 房地产 房地產|
realty 不动产 不動產|
tv 텔레비전 텔레비죤 電視 电视 テレビ|
equipment 设备 設備 装备 裝備|
innovation 创新 創新|
university 大学 大學|
aviation 航空 航空业 航空業|
aircraft 비행기 비행기들 飞机 飛行機|
airport 机场 航空港 飞机场 機場 飛機場 空港 エアポート 飛行場 공항 비행장 항공항|
nuclear 核能|
oil 石油|
steel 钢铁 鋼鐵 金属 冶金|
diamond 다이아 다이아몬드 ダイヤ ダイヤモンド 金刚石 金剛石 钻石 鑽石|
jewelry 보석류 주얼리 宝飾品 ジュエリー 首饰 珠宝|
mining 矿业 礦業|
factory 工厂 厂家 厂子|
laboratory 실험실 实验室 実験室 研究室|
engineering 工学 エンジニアリング|
investment 투자 投資|
reinsurance 재보험|
construction 建设 建設 建筑 建築|
building 건물 建筑物 建築物|
consulting コンサルティング 咨询 諮詢 顾问 顧問|
design デザイン 设计 設計 设计师 設計師|
hotel 호텔 ホテル 酒店|
restaurant 饭店 飯店|
wine 와인 ワイン 葡萄酒|
theater 극장 剧院 劇場|
operations オペレーション 运营|
transport 运输 運輸 交通 运输公司|
financial 金融 财务 財務 财政 財政|
communications 通信 通讯 通訊 传播 傳播|
information 信息 資訊|
electronic 电子 電子 電子の 전자 전자의|
electric 电气 電氣 电力 電力|
energy 能源 能量 エネルギー 에너지|
power 动力 動力|
chemical 化学 化學 化工|
museum 博物馆 博物館|
security 安全 保安 安保|
logistics 物流 后勤 後勤|
marketing 营销 營銷 市场营销 市場營銷|
bank 銀行 은행 银行|
motor 发动机 發動機|
offshore オフショア|
stock 证券交易所 証券取引所 증권거래소|
medical 医疗 醫療 医学 醫學|
hospital 医院 醫院|
media 媒体 メディア 미디어 媒體 传媒 傳媒|
school 学校 學校`;
