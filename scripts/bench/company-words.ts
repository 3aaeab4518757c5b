/** Words of company names in several languages; the first of each list are drawn most often. Written for this bench. */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const INDUSTRIES = words(`
  Logistics Technik Solutions Services Systems Consulting Energy Bau Software Trading Medical Foods Transport Engineering
  Industries Pharma Electronics Handels Media Security Finance Maschinenbau Automotive Design Elektro Chemie Textil Metall
  Plastics Packaging Networks Data Cloud Immobilien Gesundheit Klinik Farben Druck Papier Holz Stahl Aluminium Glas Optik
  Sensorik Robotics Aviation Marine Rail Shipping Freight Catering Gastro Hotel Travel Reisen Sport Fitness Beauty Fashion
  Schmuck Uhren Möbel Küchen Garten Pflanzen Agrar Landtechnik Wasser Umwelt Recycling Entsorgung Solar Wind Hydro Petrol
  Mining Minerals Zement Beton Fenster Dach Heizung Sanitär Klima Kälte Pumpen Ventile Armaturen Werkzeug Laser Messtechnik
  Diagnostics Biotech Genomics Veterinär Dental Orthopädie Pflege Bildung Akademie Verlag Film Musik Games Telecom Mobile
  Broadcast Satellite Insurance Leasing Capital Invest Treuhand Steuerberatung Advisory Legal Personal Zeitarbeit Events
  Marketing Werbung Analytics Intelligence Semiconductor Batterie Kabel Antriebe Getriebe Lager Hydraulik Pneumatik Farming
  Seafood Bakery Molkerei Brauerei Weinbau Kaffee Schokolade Distribuidora Alimentos Transportes Construções Ingénierie
  Électricité Bâtiment Boulangerie Costruzioni Trasporti Servizi Impianti Alimentari Suministros Tecnología Construcciones`);

export const ADJECTIVES = words(`
  Global International Advanced United General First Premier National European Deutsche Nordic Digital Smart Modern Central
  Atlantic Pacific Continental Universal Integrated Applied Allied Prime Royal Golden Silver Blue Green Red White Black Alpha
  Beta Delta Omega Sigma Nova Neo Euro Trans Inter Pan Metro Urban Rural Alpine Baltic Iberian Italiana Française Española
  Northern Southern Eastern Western Superior Dynamic Precision Quality Rapid Swift Direct Select Elite Ultra Mega Micro`);

export const SURNAMES = words(`
  Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf Schröder Neumann
  Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Werner Krause Lehmann Köhler Maier Schulze Huber Kaiser Fuchs Vogel
  Günther Keller Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Martin
  Schumacher Krämer Vogt Jansen Otto Stein Groß Sommer Haas Graf Heinrich Seidel Ziegler Brandt Kuhn Schreiber Dietrich
  Engel Horn Busch Pohl Sauer Arnold Wolff Pfeiffer Smith Johnson Williams Brown Jones Davis Miller Wilson Moore Taylor
  Anderson Thomas Jackson White Harris Clark Lewis Walker Hall Young King Wright Hill Scott Green Baker Nelson Carter
  Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards Collins Rossi Russo Ferrari Esposito Bianchi Romano Colombo
  Ricci Marino Greco Bruno Gallo Conti García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Martín
  Jiménez Ruiz Hernández Díaz Moreno Álvarez Muñoz Romero Dubois Durand Leroy Moreau Laurent Lefèvre Michel Bertrand Roux
  Vincent Fournier Girard Bonnet Lambert Fontaine Silva Santos Ferreira Pereira Oliveira Costa Rodrigues Martins Sousa
  Jensen Nielsen Hansen Pedersen Andersen Larsen Sørensen Johansson Lindström Bergström Nyström Virtanen Mäkinen Kowalski
  Nowak Wiśniewski Wójcik Kamiński Lewandowski Novák Svoboda Dvořák Horváth Kovács Szabó Popescu Ionescu Yılmaz Kaya Demir`);

export const CITIES = words(`
  Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dortmund Essen Bremen Dresden Hannover Nürnberg Duisburg
  Bochum Bonn Münster Mannheim Karlsruhe Augsburg Wiesbaden Kiel Lübeck Erfurt Rostock Kassel Freiburg Mainz Wien Graz Linz
  Salzburg Innsbruck Zürich Basel Bern Genève Lausanne Paris Lyon Marseille Toulouse Nice Nantes Bordeaux Lille Madrid
  Barcelona Valencia Sevilla Bilbao Málaga Milano Roma Torino Napoli Bologna Firenze Venezia London Manchester Leeds Bristol
  Glasgow Edinburgh Dublin Amsterdam Rotterdam Utrecht Antwerpen Brussels København Aarhus Stockholm Göteborg Oslo Bergen
  Helsinki Tampere Warszawa Kraków Gdańsk Praha Brno Budapest Bucharest Lisboa Porto Boston Chicago Dallas Houston Denver
  Seattle Portland Atlanta Phoenix Austin Toronto Montréal Vancouver Sydney Melbourne Singapore Tokyo Osaka`);

export const LEGAL_FORMS: readonly string[] = [
  ...[
    'GmbH',
    'AG',
    'GmbH & Co. KG',
    'Inc.',
    'Ltd.',
    'LLC',
    'S.A.',
    'S.r.l.',
    'B.V.',
    'AB',
    'SAS',
    'Corp.',
    'KG',
    'S.L.',
  ],
  ...['Oy', 'ApS', 'Limited', 'SE', 'e.K.', 'PLC', 'Lda', 'N.V.', 'S.p.A.', 'Co.', 'SARL', 'UG', 'Pty Ltd'],
];

export const STARTS = words(`
  ba be bi bo bra bre bro ca ce co cor da de di do dra el en fa fe fi flo fra ga ge gla go gra ha he hel hu in ja jo ka ke
  kel ki ko kra la le li lo lu ma me mi mo mon na ne ni no nor o or pa pe pi po pra qua ra re ri ro ru sa se si sol sta ste
  sy ta te ti to tra tu u ul va ve vi vo wa we wi xe ya ze zi zo`);
export const MIDDLES = words(`
  ba bel ben bri ca cen da del den di do dra fa fel ga gen gi la lan le len li lo lu ma men mi mo na ne ni no pa per phi ra
  ran re ri ro sa sen si so ta tel ten ti to tra va ven vi xi za`);
export const ENDS = words(`
  bach berg con corp da dex don dor fix gard gen heim ia ica ion is ix lab land len lex lon lux mar max men mont na net nex
  nia nis on ora os pax plex ra ric ris ron ros rus sen son stedt sta tec tek ton tor tron um us va van vex vis wald well
  zen zon`);

/** What people write instead of a word. */
export const ABBREVIATIONS: Readonly<Record<string, string>> = {
  ...{
    Logistics: 'Log.',
    International: 'Intl',
    Technik: 'Techn.',
    Solutions: 'Sol.',
    Services: 'Svcs',
    Systems: 'Sys',
  },
  ...{
    Engineering: 'Eng.',
    Consulting: 'Consult.',
    Industries: 'Ind.',
    Electronics: 'Electr.',
    Transport: 'Transp.',
  },
  ...{
    General: 'Gen.',
    National: 'Natl',
    European: 'Eur.',
    Deutsche: 'Dt.',
    Medical: 'Med.',
    Maschinenbau: 'Masch.',
  },
  ...{
    Finance: 'Fin.',
    Immobilien: 'Immo',
    Pharma: 'Ph.',
    Automotive: 'Auto.',
    Construcciones: 'Constr.',
    United: 'Utd',
  },
};
