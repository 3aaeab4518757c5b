import type { FieldName } from './finding.ts';
import { foldWord } from './plain.ts';

/** `currency` qualifies the value; `other` ends what stands above it and is not read. */
export type LabelField = FieldName | 'currency' | 'other';

export interface Label {
  field: LabelField;
  /** Says it outright (`end customer`); a weak label (`company`) is read only where no strong one stands. */
  strong: boolean;
}

/** Labels in en, de, fr, es, pt-BR and ja, folded (see foldWord), as partners write them; weak ones behind the bar. */
const LABELS: Readonly<Record<LabelField, string>> = {
  customer_name: `customer,customer name,end customer,end customer name,end user,end user name,endcustomer,client name,client,end client,name of the customer,name of customer,prospect,customer account,final customer,
    kunde,kundenname,endkunde,name des kunden,name des endkunden,endkundenname,auftraggeber,interessent,client final,nom du client,nom du client final,cliente,cliente final,nombre del cliente,nombre del cliente final,nome do cliente,nome do cliente final,cliente finale,
    顧客,顧客名,お客様,お客様名,エンドユーザー,エンドユーザ,エンドユーザー名,お客さま,取引先,取引先名,客先
    |account,account name,company,company name,organisation,organization,firma,firmenname,unternehmen,societe,entreprise,raison sociale,empresa,nombre de la empresa,nome da empresa,razon social,razao social,会社名,企業名,御社名`,
  opportunity_name: `opportunity,opportunity name,deal,deal name,project,project name,name of the project,opportunity title,deal title,initiative,
    projekt,projektname,projektbezeichnung,projekttitel,vorhaben,opportunitat,verkaufschance,name des projekts,opportunite,nom de l'opportunite,projet,nom du projet,affaire,nom de l'affaire,oportunidad,nombre de la oportunidad,proyecto,nombre del proyecto,oportunidade,nome da oportunidade,projeto,nome do projeto,negocio,
    案件,案件名,案件内容,プロジェクト,プロジェクト名,商談,商談名
    |件名,solution,solucion,solucao,losung`,
  stated_value: `estimated value,est. value,est value,deal value,deal size,value,amount,total,total value,estimated amount,deal amount,expected value,contract value,estimated deal value,expected revenue,opportunity value,volume,order value,net value,tcv,acv,total contract value,est. deal size,est deal size,
    geschatzter wert,auftragswert,auftragsvolumen,wert,betrag,volumen,projektvolumen,geschatzter auftragswert,dealwert,umsatz,voraussichtlicher wert,geschatztes volumen,erwarteter wert,valeur estimee,valeur,montant,montant estime,valeur du projet,montant du projet,valor estimado,valor,importe,importe estimado,monto,monto estimado,valor do projeto,valor del proyecto,valor total,valor do negocio,valor estimado do negocio,montante,
    金額,見込み金額,見込金額,予定金額,想定金額,案件金額,見積金額,受注予定金額,概算金額,受注見込額
    |budget,investment,budget estime,presupuesto,orcamento,price,preis,prix,precio,preco,予算,予算額,価格`,
  currency: 'currency,wahrung,devise,moneda,moeda,通貨',
  expected_close_date: `expected close date,close date,expected close,closing date,expected closing,expected closing date,estimated close date,estimated close,target close,target close date,close,closing,est. close,exp. close,exp. close date,eta,decision date,expected order date,expected signature,
    abschlussdatum,voraussichtlicher abschluss,voraussichtliches abschlussdatum,geplanter abschluss,erwarteter abschluss,erwartetes abschlussdatum,abschluss,abschlusstermin,abschluss bis,vertragsabschluss,date de cloture,date de cloture prevue,date de cloture estimee,cloture prevue,cloture,date de signature,date de signature prevue,signature prevue,fecha de cierre,fecha de cierre prevista,fecha prevista de cierre,fecha estimada de cierre,cierre previsto,cierre,cierre estimado,data de fechamento,data prevista de fechamento,data de fechamento prevista,fechamento previsto,previsao de fechamento,fechamento,data estimada de fechamento,
    受注予定日,クローズ予定日,クローズ予定,受注予定,契約予定日,成約予定日,完了予定日,クロージング予定日,受注見込日,受注時期
    |timeline,timing,date,due date,deadline,termin,zeitplan,zeitrahmen,echeance,calendrier,plazo,prazo,時期,納期`,
  primary_contact_email: `primary contact,primary contact email,primary contact e mail,contact,contact email,contact e mail,customer contact,contact person,customer email,main contact,contact at customer,key contact,point of contact,poc,poc email,poc e mail,contact address,
    ansprechpartner,ansprechpartnerin,kontakt,kontaktperson,kontakt e mail,kontakt beim kunden,e mail kontakt,ansprechpartner e mail,e mail ansprechpartner,hauptansprechpartner,contact client,contact principal,interlocuteur,adresse du contact,email du contact,e mail du contact,courriel du contact,contacto,contacto principal,persona de contacto,correo de contacto,correo del contacto,contacto del cliente,email de contacto,contato,contato principal,pessoa de contato,email do contato,e mail do contato,e mail de contato,contato do cliente,
    担当者,ご担当者,ご担当者様,お客様担当者,担当者メール,連絡先,担当者メールアドレス,ご担当者メール,主担当者,お客様連絡先,連絡先メール,顧客担当者
    |e mail,email,mail,email address,e mail address,courriel,adresse e mail,correo,correo electronico,メール,メールアドレス`,
  partner_notes: `notes,note,comments,comment,partner notes,additional information,additional notes,remarks,background,details,further information,
    bemerkungen,bemerkung,notizen,notiz,anmerkungen,anmerkung,hinweise,hinweis,kommentar,zusatzliche informationen,remarques,remarque,commentaires,commentaire,notas,nota,observaciones,comentarios,informacion adicional,observacoes,comentario,informacoes adicionais,
    備考,メモ,コメント,補足,特記事項
    |description,beschreibung,descripcion,descricao,概要,説明`,
  other: `partner,partner id,partner name,partner number,reseller,distributor,partnernummer,handler,revendeur,revendedor,distribuidor,partenaire,socio,パートナー,パートナー名,販売店,
    phone,telephone,tel,telefon,telefono,telefone,電話,電話番号,address,adresse,anschrift,direccion,endereco,住所,country,land,pays,pais,国,region,territory,gebiet,territoire,territorio,product,products,produkt,produkte,produit,produits,producto,productos,produto,produtos,製品,industry,branche,website,web,webseite,sitio web,site,url,reference,referenz,référence,referencia,competitor,wettbewerber,stage,phase,status,date of submission,submitted by,prepared by,contact name,name,contact phone,job title,role,position,funktion,from,to,sent,cc,von,an,quantity,program,programm,type,partner contact,partner email,our contact,deal id,registration id,id,term,governing law,signature,subject,betreff,objet,asunto,assunto,title,titel,titre,titulo`,
};

const BY_TEXT: ReadonlyMap<string, Label> = new Map(
  Object.entries(LABELS).flatMap(([field, texts]) => {
    const [strong = '', weak = ''] = texts.split('|');
    const each = (list: string, isStrong: boolean) =>
      list
        .split(',')
        .map((text) => foldWord(text.trim()))
        .filter((text) => text !== '')
        .map((text): [string, Label] => [text, { field: field as LabelField, strong: isStrong }]);
    return [...each(weak, false), ...each(strong, true)];
  }),
);

/** Bullets, numbering, brackets and emphasis around a label say nothing. */
export function labelOf(written: string): Label | undefined {
  if (written.length > 80) return undefined;
  const text = foldWord(written)
    .replace(/[([][^)\]]{0,40}[)\]]/g, ' ')
    .replace(/ [dmtjya]{1,4}(?:[./-][dmtjya]{1,4}){2}\s*$/, '')
    .replace(/[*_#【】「」[\]<>|•·■□◆◇●○▪・✓-]+/g, ' ')
    .replace(/^\s*\d{1,2}\s*[.)]\s*/, '')
    .replace(/ (?:in|en|em) [a-z]{3}\s*$/, '')
    .replace(/(?<![?!:])[?!:]+\s*$/, '')
    .replace(/^(?:the|der|die|das|le|la|el|o|a) /, '')
    .replace(/\s+/g, ' ')
    .trim();
  return (
    BY_TEXT.get(text) ??
    ofBoth(text) ??
    BY_TEXT.get(text.replace(LIKELY_BEFORE, '').replace(LIKELY_BEHIND, '')) ??
    ofName(text) ??
    ofTwo(text)
  );
}

/** How sure what stands behind a label is says nothing of what it is, folded. */
const LIKELY_BEFORE =
  /^(?:(?:estimated|expected|anticipated|projected|planned|approximate|approx|preliminary|total|overall|geschatzte[rsn]?|voraussichtliche[rsn]?|erwartete[rsn]?|geplante[rsn]?|ungefahre[rsn]?|vorlaufige[rsn]?) )+/;
const LIKELY_BEHIND =
  / (?:estime|estimee|prevu|prevue|previsionnel|previsionnelle|approximatif|estimado|estimada|previsto|prevista|aproximado|aproximada)$/;

const NAME_OF =
  /^(?:name (?:of|des|der)|nom (?:du|de la|de l'|de)|nombre (?:del|de la|de)|nome (?:do|da|de)) ?(?:the |your |our )?(?:end )?| name$/;

/** `Prospect Name` and `Name of the Opportunity` are what `Prospect` and `Opportunity` are; the name of a contact is no address. */
function ofName(text: string): Label | undefined {
  const label = BY_TEXT.get(text.replace(NAME_OF, ''));
  return label?.field === 'customer_name' || label?.field === 'opportunity_name' ? label : undefined;
}

/** `Project / Opportunity Name`: two labels of one field. */
function ofBoth(text: string): Label | undefined {
  const [first, second, more] = text.split(/ ?\/ ?/).map((one) => BY_TEXT.get(one));
  return first && second && more === undefined && first.field === second.field ? second : undefined;
}

/** `End User Company Name`: a label behind another of its field. */
function ofTwo(text: string): Label | undefined {
  const words = text.split(' ');
  for (let at = 1; at < words.length && words.length <= MOST_WORDS; at += 1) {
    const [first, second] = [words.slice(0, at), words.slice(at)].map((part) => BY_TEXT.get(part.join(' ')));
    if (first && second && first.field === second.field && first.field !== 'other')
      return { field: first.field, strong: first.strong || second.strong };
  }
  return undefined;
}

const MOST_WORDS = 6;
