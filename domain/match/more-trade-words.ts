/** Trades and kinds of companies that the published list lacks, in the same form: one idea up to `|`, its English word first. */
export const MORE_TRADE_WORDS = `
machine maschinenbau maschinenfabrik maschinen macchine maquinaria maquinas maszyny stroje koneet maskiner machinefabriek machinebouw|
steel stahl stahlbau stahlwerk stahlhandel acier acciaio aco staal metall metallbau metallwerk metallwaren metalli metales metaal|
wood holz holzbau holzhandel holzwerk zimmerei tischlerei schreinerei legno madera bois hout drewno timber sawmill sagewerk scierie
segheria carpentry joinery menuiserie charpente falegnameria|
food foods lebensmittel nahrungsmittel aliments alimentation alimentaire alimentari alimentos zywnosc livsmedel levnedsmiddel|
bakery backerei boulangerie panificio panaderia padaria piekarnia bakkerij bageri bakeri|
dairy molkerei milchhof meierei laiterie latteria lacteos laticinios mleczarnia zuivel mejeri|
brewery brauerei brasserie birrificio cerveceria cervejaria browar pivovar brouwerij bryggeri panimo|
wine weinbau weingut weinhandel vignobles cantina bodega bodegas vinicola winery|
agriculture landwirtschaft landhandel landtechnik agrar agro agri agrario agropecuaria rolnictwo landbouw landbrug lantbruk farm farming farms|
construction bau hochbau tiefbau bauunternehmen bauunternehmung batiment costruzioni construcciones budownictwo stavby stavebni bouw
bouwbedrijf byg bygg rakennus constructions edilizia obras|
plastics kunststoff kunststoffe kunststoffwerk kunststofftechnik plastique plastiques plastica plastico plasticos tworzywa kunststoffen|
packaging verpackung verpackungen emballage emballages imballaggi embalajes embalagens opakowania verpakkingen verpakking|
textiles textile textil textilien tessuti tejidos tecidos tekstylia textiel tekstil|
paper papier papierfabrik cartiera papel papir papper|
printing druck druckerei imprimerie tipografia imprenta grafica drukarnia drukkerij trykkeri tryckeri|
glass glas vetro vetreria vidrio vidro verre verrerie szklo sklo|
ceramics keramik ceramique ceramica ceramika keramiek ceramic|
chemical chemie chimie chimica chemia kemi kjemi|
pharmaceuticals pharmaceutical pharma farma farmaceutica pharmazie farmacja arzneimittel medikamente|
medical medizin medizintechnik medizinische|
health gesundheit sante salud salute saude zdrowie gezondheid|
hospital spital hopital hopitaux krankenhaus klinikum ospedale szpital ziekenhuis sjukhus sykehus|
clinic klinik clinique clinica kliniek practice praxis arztpraxis cabinet|
pharmacy pharmacie farmacia apotheek apotek|
care pflege pflegedienst soins opieka|
electronic elektro elektrotechnik elettrotecnica electrotechnique|
instruments instrument instrumente instrumenten instrumentos strumenti messtechnik mesure measurement sensorik sensors sensor|
automation automatisierung automatisierungstechnik automatisation automazione automatizacion automacao automatyka automatisering|
robotics robotik robotique robotica|
tools werkzeug werkzeuge werkzeugbau outillage utensili herramientas ferramentas narzedzia gereedschap verktyg tooling|
foundry druckguss guss giesserei fonderie fonderia fundicion gieterij casting|
conveyors fordertechnik convoyeurs|
informatics software informatik informatique edv computer computers computing|
data daten donnees dati datos dados|
digital numerique digitale digitales|
online internet web|
telecommunications telekom telecom telekommunikation telekomunikacja telecomunicazioni telecomunicaciones telecomunicacoes|
solution losung losungen oplossingen rozwiazania losninger losningar loesungen|
service dienstleistung dienstleistungen dienste uslugi diensten tjenester tjanster prestations|
consulting unternehmensberatung berater conseil doradztwo advies advisory|
law rechtsanwalte rechtsanwalt kanzlei avocats avvocati abogados advogados adwokaci advocaten legal lawyers solicitors|
tax steuerberatung steuerberater wirtschaftsprufung wirtschaftsprufer revision audit|
accounting buchhaltung comptabilite contabilidad contabilidade ksiegowosc|
realty immobili inmobiliarias nieruchomosci vastgoed ejendomme fastigheter|
management verwaltung verwaltungs hausverwaltung|
holding beteiligung beteiligungen beteiligungs participations partecipazioni participaciones participacoes|
sales vertrieb vertriebs ventas vendas verkauf sprzedaz verkoop salg forsaljning|
trade handel handels handelsgesellschaft handelshaus negoce obchod kereskedelmi|
wholesale grosshandel ingrosso mayorista hurtownia groothandel engros|
retail einzelhandel detaillant dettaglio minorista|
logistics logistik logistique logistiek logistyka spedition speditions spedizioni forwarding freight fracht|
transport transporter trasporti przewozy transports|
shipping reederei schifffahrt naviera rederij rederi armement|
travel reisen reiseburo voyages viaggi viajes viagens podroze reizen rejser resor tourism touristik|
hotel hotels gasthof gasthaus auberge hostellerie|
restaurant gaststatte restaurants ristorante|
catering gastronomie gastro gastronomia|
events event veranstaltungen|
media medienhaus|
publishing verlag verlage editions editrice editorial editora wydawnictwo uitgeverij forlag publishers|
music musik musique musica|
sports sport|
fashion mode moda|
shoes schuhe chaussures calzature zapatos calcados|
furniture mobel meubles mobili muebles moveis meble meubelen mobler|
kitchens kuchen cuisines cucine cocinas|
garden garten gartenbau jardin giardini jardines jardins|
cleaning reinigung gebaudereinigung nettoyage pulizie limpieza limpeza schoonmaak|
security sicherheit sicherheitsdienst sicurezza beveiliging|
waste entsorgung recycling dechets rifiuti residuos abfall|
water wasser acqua agua woda vatten wasserwerk wasserwerke wasserversorgung|
utilities stadtwerke gemeindewerke|
solar photovoltaik photovoltaics fotovoltaica|
environment umwelt environnement ambiente environmental|
cable kabel cables cavi|
pumps pumpen pompes bombas|
valves armaturen ventile|
heating heizung heizungsbau chauffage riscaldamento sanitar plumbing plomberie|
roof dach dachdecker toiture roofing|
windows fenster fenetres finestre|
paint farben lacke peinture vernici pinturas paints coatings|
instruments feinmechanik prazision seiki keiki|cooling kuhltechnik kalte klima refrigeration|railway seilbahnen railcars tetsudo|
bakery backwaren bakeries panificadora|power kraftwerke usina usinas denryoku|watches uhren uhrenteile|sweets schokolade chocolate chocolat|
workshop talleres taller verkstad works werkstatten|meat embutidos frigorifico|nursery viveros baumschule orchards orchard|brewery brewing|
horticulture tuinbouw hydroponics|shipbuilding scheepsbouw zosen|couriers koeriers courier kurier|flowers bloemen|forestry skogsbruk forst|
mechanical mekaniska|paper pappersbruk seishi|sawmill sagverk lumber|lines line linien|tools tool kogu|district|grain grains|transit|coffee cafe cafes kaffee|
textiles texteis hilados garments garment wool boseki|factory maquiladora fabrication seisakusho|automotive autopartes jidosha|packing empacadora|
wine vinedos vineyards|leather curtiembre tannery|industry kogyo sangyo|shipping unyu kaiun|food shokuhin spices spice tea|electric denki|
chemical kagaku|steel tekko kinzoku|trade bussan shoji boeki|enterprise sogyo jitsugyo|construction kensetsu komuten|bank ginko|
pharmaceuticals seiyaku|biology biologics biologicals|forge forgings|
shipbuilding werft werften chantier chantiers astilleros cantieri estaleiros stocznia scheepswerf yard yards shipyard|
paper papeterie papeteries cartiere papelera mill mills|fishing shellfish seafood fish fisheries fishery fischerei fisch pecherie pecheries poisson
pesca pesquera visserij fiskeri ryby mariscos|mill muhle muhlen moulin moulins mulino molino molinos minoterie mlyn molen|
bricks ziegelei tuilerie tuileries briqueterie ceramicas|forge forges schmiede forja hutte huta|quarry quarries carriere carrieres steinbruch cantera canteras|
cement zement ciment cimenterie cementos cementi cimentos beton|sugar zucker sucrerie azucarera zuccherificio cukrownia|
oils huilerie oleificio aceites oliven|meat fleisch fleischwaren metzgerei fleischerei boucherie charcuterie salumificio carnes carne|
preserves conserverie conserves conservas konserven|distillery distillerie brennerei destilados destilleria|pasta pastificio|
spinning filature filatures spinnerei weberei tissage filatura weaving knitting|flowers blumen fleurs flores gartnerei nursery|
establishments etablissements|sons sohne fils figli hijos filhos synowie soner|brothers gebruder gebr freres fratelli hermanos irmaos bracia|
company societe compagnie compania companhia gesellschaft|clothing bekleidung vetements abbigliamento ropa|leather leder cuir cuoio cuero|
optics optik optique ottica optica|dental dentaire zahntechnik|laundry wascherei blanchisserie|bookshop buchhandlung librairie libreria|
brands marken marques|office buro bureau|toys spielwaren jouets giocattoli juguetes|jewelry bijouterie juwelier gioielleria joyeria|
automotive autohaus kfz garage fahrzeugbau fahrzeuge|
tyres reifen pneus pneumatici tires|
railway bahn eisenbahn ferrovie ferrocarriles|
education bildung training schulung formazione formacion|
research forschungs ricerca investigacion pesquisa|
association verein verband vereinigung|
chamber kammer handelskammer chambre camara izba|
fair messe fiera feria targi|
port hafen haven havn hamn porto puerto|
savings sparkasse kreissparkasse stadtsparkasse volksbank raiffeisenbank|
bank bankhaus|
factory werk werke fabrique|
personnel personal zeitarbeit staffing recruiting recruitment interim|
shop laden magasin negozio tienda loja sklep winkel butik store stores market|
craft atelier werkstatt workshop studio studios|
north nord norte northern norddeutsche|
south sud sur southern suddeutsche|
east ost est este eastern|
west ouest ovest oeste western westdeutsche|
german deutsche deutscher deutsches allemande tedesca alemana|
european europaische europeenne europea europeia|
new neue neuer neues nouvelle nuova nueva nova|
first erste erster premiere prima primera primeira|
united vereinigte unie|
general allgemeine|
royal koninklijke konigliche regia real|
modern moderne moderna|
smart intelligent|
premium prime|
green grun verde vert groen|
entertainment unterhaltung|exploration explorations|mineral minerals|gold|silver|petroleum petroleos|properties property|broadcasting broadcast|
satellite|telephone telefonos|airlines airways|bancorp bancshares|wireless|mobile cellular celular|semiconductor semiconductors|biotech biotechnology|
life leben vida vie|standard|universal|advanced|applied|integrated|dynamic|precision|quality|direct|express|net com|euro|alpha|beta|delta|omega|sigma|
american americana americano|british|canadian|irish|french francaise francais|italian italiana italiano|spanish espanola espanol|dutch nederlandse|
swiss schweizer schweizerische suisse|austrian osterreichische|polish polska polskie polski|swedish svenska|danish danske dansk|norwegian norske norsk|
finnish suomen|portuguese portuguesa|turkish turk turkiye|czech ceska cesky|chinese|japanese nippon|korean|indian|brazilian brasileira brasileiro|
mexican mexicana mexicano|asian|african|pacific|atlantic|nordic nordisk|baltic|alpine|continental|mediterranean|oriental`;

/** The same in Chinese, Japanese and Korean, as it is written. */
export const MORE_EAST_ASIAN_TRADE_WORDS = `
group 集团 集團 그룹|holding 控股 ホールディングス 홀딩스|industry 工業 工业 産業 产业 実業 实业 산업 공업|heavy 重工業 重工业 重工 중공업|
factory 製作所 制作所 製造所 制造|machine 機械 机械 기계 精機|motor 自動車 汽车 汽車 자동차|electric 電機 电机 電工 電器 电器 電気 전기|
power 電力|electronic エレクトロニクス|trade 商事 商会 商社 물산 貿易 상사|pharmaceuticals 製薬 制药 제약 医薬 医药|food 食品 식품 フーズ|
steel 製鉄 製鋼 鉄鋼 鋼業 金属 제강 철강|chemical 化成 화학|railway 鉄道 鐵道 铁路|shipping 海運 海运 해운 汽船|storage 倉庫|
realty 不動産 부동산|insurance 生命 火災 生命保険 損害保険 保険|securities 証券 证券 증권|instruments 機器 仪器 精密 計器|textiles 紡績 繊維 纺织|
gas ガス|printing 印刷|publishing 出版 出版社|news 新聞 新闻|broadcasting 放送 방송|hospital 病院 병원|university 大学 대학교|
construction 工務店 건설 건축|engineering 工程 공정|technology テクノロジー テクノロジーズ 테크|solution ソリューション ソリューションズ 솔루션|
service サービス 서비스|corporation コーポレーション|international インターナショナル|design デザイン|communications コミュニケーションズ 通信|
software ソフトウェア ソフト 软件 소프트|network ネットワーク 网络|biology 生物 바이오|medical 医療 의료|system 시스템|
development 開発 开发 개발|city 市役所|bank 은행|logistics ロジスティクス 물류 運送|supermarket 超市|department 百貨店 백화점`;
