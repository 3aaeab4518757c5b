import { lookupTable } from '../domain/lookup-table.ts';
import { foldWord } from '../domain/reading/plain.ts';
import type { Headings } from '../domain/tables/table.ts';

/** Other names of the columns of each export, as CRMs and people write them in the partner languages, the clearest first; plain (see plainHeading). */
const ALSO_CALLED = lookupTable<Readonly<Record<string, string>>>({
  partners: {
    id: 'partnerid,partnernumber,partnerno,partnernummer,partnernr,partneraccountid,numerodepartenaire,idpartenaire,numerodesocio,idsocio,codigodoparceiro,idparceiro,パートナーid,パートナー番号,recordid,accountid,companyid,accountnumber,handlernummer,handlernr,partnercode,codepartenaire,numeropartenaire,codigodesocio',
    name: 'partnername,partner,partneraccount,accountname,companyname,company,firma,firmenname,partenaire,nomdupartenaire,societe,socio,nombredelsocio,empresa,parceiro,nomedoparceiro,パートナー名,パートナー,会社名,handler,handlername,fachhandler,raisonsociale,revendeur,distributeur,razonsocial,razaosocial,revendedor',
    tier: 'partnertier,partnerlevel,level,stufe,partnerstufe,niveau,nivel,ランク,レベル,einstufung,partnerstatus,kategorie,categorie,categoria,niveaupartenaire',
    region: 'gebiet,地域,vertriebsregion,vertriebsgebiet,regiondevente',
    language: 'sprache,langue,idioma,言語,korrespondenzsprache,languecorrespondance',
    timezone: 'zeitzone,fuseauhoraire,zonahoraria,fusohorario,タイムゾーン',
    email:
      'emailaddress,primaryemail,contactemail,mail,courriel,adresseemail,correo,correoelectronico,メール,メールアドレス,mailadresse,adressemail,emailadresse,adressedemail,direccioncorreo',
    active:
      'isactive,aktiv,actif,activo,ativo,有効,aktiv(j/n),aktiv(ja/nein),actif(o/n),actif(oui/non),activo(s/n),ativo(s/n),active(y/n)',
    winrate:
      'gewinnquote,tauxdegain,tasadeexito,taxadesucesso,勝率,erfolgsquote,abschlussquote,tauxdesucces,tauxdereussite',
    manager:
      'channelmanager,partnermanager,accountmanager,betreuer,responsable,gestor,zustandig,zustandiger,partnerbetreuer,chargedaffaires',
    certifications: 'zertifizierungen,certificaciones,certificacoes',
    territories: 'territory,gebiete,territoires,territorios',
    certified: 'zertifiziert,certifie,certificado',
    approvedregistrations:
      'bishergenehmigt,genehmigteregistrierungen,enregistrementsapprouves,registrosaprobados,registrosaprovados',
  },
  accounts: {
    id: 'accountid,companyid,recordid,accountnumber,kontonummer,kundennummer,kundennr,numerodecompte,idcompte,numerodecuenta,iddecuenta,idcuenta,numerodaconta,idconta,取引先id,codeclient,numeroclient,nclient,n°client,kundennr,kdnr,debitorennummer,debitorennr,codigocliente,codigodocliente',
    name: 'accountname,companyname,company,account,customer,customername,kunde,kundenname,firma,firmenname,nomducompte,compte,client,nomduclient,societe,cliente,nombredelcliente,cuenta,nombredelacuenta,empresa,conta,nomedaconta,nomedocliente,取引先名,会社名,顧客名,raisonsociale,razonsocial,razaosocial,endkunde,firmenbezeichnung',
    domain: 'companydomainname,emaildomain,domaine,dominio,ドメイン',
    website:
      'websiteurl,webseite,homepage,siteweb,sitioweb,site,url,ウェブサイト,siteinternet,internetseite,internetadresse,paginaweb',
    parentid: 'parentaccountid,parentcompanyid',
    street: 'billingstreet,streetaddress,strasse,rue,calle,rua,adresse,direccion,endereco',
    postalcode:
      'billingzip/postalcode,billingpostalcode,zip,zipcode,zip/postalcode,postcode,plz,postleitzahl,codepostal,codigopostal,cep,郵便番号,cp',
    city: 'billingcity,ort,stadt,ville,ciudad,cidade,市区町村',
    country: 'billingcountry,country/region,land,pays,pais,国',
    createdat:
      'createdate,createddate,createdon,datecreated,erstelltam,erstellungsdatum,datedecreation,fechadecreacion,datadecriacao,作成日,creele,angelegtam,creadoel,criadoem,datecreation',
    lasttouchat:
      'lastactivity,lastactivitydate,lastcontacted,letzteaktivitat,letzterkontakt,derniercontact,ultimocontacto,ultimocontato',
    modifiedat:
      'lastmodified,lastmodifieddate,modifiedon,geandertam,letzteanderung,modifiele,datedemodification,modificadoel,modificadoem',
  },
  opportunities: {
    id: 'opportunityid,dealid,recordid,chancennr,chancennummer,verkaufschancennr,opportunitynumber,codeopportunite,numerodopportunite,idoportunidad,idoportunidade',
    accountid:
      'companyid,associatedcompanyid,kundennr,kundennummer,kontonummer,codeclient,numeroclient,numerodecliente,codigocliente',
    name: 'opportunityname,dealname,topic,opportunity,bezeichnung,verkaufschance,betreff,intitule,libelle,opportunite,oportunidad,oportunidade',
    stage: 'dealstage,phase,salesstage,etape,etapa,フェーズ,verkaufsphase,vertriebsphase,etapedevente',
    modifiedat:
      'lastmodified,lastmodifieddate,modifiedon,geandertam,letzteanderung,modifiele,datedemodification,modificadoel,modificadoem',
    lastactivityat: 'lastactivity,lastactivitydate',
    createdat:
      'createdate,createddate,createdon,datecreated,erstelltam,erstellungsdatum,datedecreation,fechadecreacion,datadecriacao,作成日,angelegtam,creele,creadoel,criadoem,datecreation',
    products: 'productfamilies,product,produkte,produits,productos,produtos',
    partnerid: 'handlernummer,handlernr,partnernummer,partnernr,codepartenaire',
  },
  deals: {
    id: 'dealid,registrationid,opportunityid,recordid,vorgangsnummer,registrierungsnummer,案件番号,vorgang,vorgangsnr,registrierungsnr,numerodaffaire',
    partnerid:
      'sourcepartnerid,partnernumber,partnernummer,partnernr,パートナーid,handlernummer,handlernr,codepartenaire',
    status: 'registrationstatus,dealstatus,statut,estado,situacao,ステータス',
    customername:
      'customer,endcustomer,accountname,company,kunde,kundenname,client,nomduclient,cliente,nombredelcliente,nomedocliente,顧客名,endkunde,clientfinal,clientefinal,raisonsociale',
    opportunityname:
      'opportunity,dealname,project,projekt,projektname,affaire,oportunidad,oportunidade,案件名,vorhaben,projet,proyecto,projeto',
    amount:
      'estimatedvalue,dealvalue,dealamount,value,wert,betrag,auftragswert,montant,importe,valor,金額,volumen,auftragsvolumen',
    currency: 'currencycode,currencyisocode,dealcurrencycode,amountcurrency,wahrung,devise,moneda,moeda,通貨',
    expectedclosedate:
      'closedate,estimatedclosedate,abschlussdatum,datedecloture,fechadecierre,datadefechamento,受注予定日,abschlussgeplant,geplanterabschluss,vorausabschluss,dateprevue',
    primarycontactemail: 'contactemail,emaildecontacto',
    partnernotes: 'notes,bemerkungen,remarques,observaciones,observacoes,備考',
    modifiedat: 'lastmodified,lastmodifieddate',
  },
  rates: {
    date: 'datum,jour,fecha,data,tag,日付',
    currency: 'currencycode,wahrung,devise,moneda,moeda,通貨',
    usd: 'rate,usdollar,kurs,cours,taux,tipodecambio,cotacao',
  },
  people: {
    id: 'kurzel,personid,mitarbeiterid,employeeid,identifiant',
    name: 'fullname,nom,nombre,nome,氏名,名前',
    role: 'rolle,funktion,fonction,rol,funcion,funcao,役割',
    email: 'emailaddress,mail,mailadresse,courriel,adressemail,correo,correoelectronico,メール',
    region: 'gebiet,地域',
    zone: 'timezone,zeitzone,fuseauhoraire,zonahoraria,fusohorario,タイムゾーン',
    manager: 'vorgesetzter,vorgesetzte,reportsto,responsable,superieur,gestor,上司',
    limitusd: 'limit,limite',
  },
  companies: {
    name: 'companyname,company',
    domain: 'companydomainname,website',
    employees: 'numberofemployees,mitarbeiter',
  },
});

const COLUMNS = lookupTable(
  Object.fromEntries(
    Object.entries(ALSO_CALLED).map(([kind, columns]) => [kind, lookupTable(byOtherName(columns))]),
  ),
);

function byOtherName(columns: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([column, names]) => names.split(',').map((name) => [name, column])),
  );
}

/** `Time Zone`, `time_zone` and `timeZone` are one column, with and without accents. */
export function plainHeading(heading: string): string {
  return foldWord(heading).replace(/[\s_.'-]/g, '');
}

/** The column of an export that a heading names in other words; undefined where none does. */
export function columnAlsoCalled(kind: string, plain: string): string | undefined {
  return COLUMNS[kind]?.[plain];
}

/** How clearly a heading names a column of an export: 0 for our own name, then the other names in their order. */
export function clarityOf(kind: string, plain: string): number {
  const column = columnAlsoCalled(kind, plain);
  const names = column === undefined ? undefined : ALSO_CALLED[kind]?.[column];
  return names === undefined ? 0 : names.split(',').indexOf(plain) + 1;
}

/** Plain names of the columns of all exports. */
const OWN = new Set(
  `id name tier region language timezone email active winrate performance certified approvedregistrations manager certifications territories
    mdfbalance mdfcurrency parentpartner domain website parentid street postalcode city country lasttouchat createdat modifiedat accountid
    stage open partnerid lastactivityat products status customername opportunityname amount currency expectedclosedate primarycontactemail
    partnernotes version submittedat date usd role zone limitusd partners industry employees`.split(/\s+/),
);

/** Which headings an export knows. @param kind `partners`, `accounts` … */
export function exportHeadings(kind: string): Headings {
  const columnOf = (heading: string) => {
    const plain = plainHeading(heading);
    return OWN.has(plain) ? plain : columnAlsoCalled(kind, plain);
  };
  return {
    known: (heading) => columnOf(heading) !== undefined,
    isId: (heading) => columnOf(heading) === 'id',
  };
}
