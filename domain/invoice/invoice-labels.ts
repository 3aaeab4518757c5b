import type { DocumentField } from '../documents/document-reading.ts';
import { labelTable } from './label-table.ts';

/**
 * What a label says of the value beside it. `amount`: a total of which only the arithmetic tells whether it holds the tax; `other`: a value
 * that is none of ours and must not be taken for one; `adjustment`: what stands
 * between the lines and the net amount; `name`: of the party above.
 */
export type InvoiceLabel =
  | DocumentField
  | 'customerVatId'
  | 'amount'
  | 'due'
  | 'adjustment'
  | 'name'
  | 'other';

export type InvoiceLanguage = 'en' | 'de' | 'fr' | 'es' | 'pt' | 'ja' | 'nl';

/** Labels of invoices as senders write them, by language; folded, without marks (see labelWords). */
const LABELS: Readonly<Record<InvoiceLanguage, Partial<Record<InvoiceLabel, string>>>> = {
  en: {
    invoiceNumber:
      'invoice number, invoice no, invoice nr, invoice num, invoice id, tax invoice no, tax invoice number, sales invoice no, inv no, bill number, bill no, receipt number, receipt no | invoice, tax invoice, document number, document no, customer invoice',
    invoicedOn:
      'invoice date, date of invoice, date of issue, issue date, issued on, invoiced on, date issued, bill date, billing date, receipt date, invoice issue date | issued, tax date, document date, date, tax point, dated',
    deliveredOn:
      'delivery date, date of delivery, delivered on, date of supply, supply date, service date, date of service, ship date, shipping date, shipped on, date shipped',
    customer:
      'bill to address, billing to, invoice recipient, sold to party, bill to name, bill to, billed to, invoiced to, sold to, customer, customer name, client, client name, buyer, bill to party, billing address, invoice address, customer address, purchaser, end customer, end user',
    seller:
      'seller, vendor, supplier, from, sold by, issued by, billed by, bill from, seller name, vendor name, supplier name, merchant',
    sellerVatId:
      'vat id, vat number, vat no, vat reg no, vat registration number, vat registration no, vat, vat id no, our vat number, tax id, tax identification number, gstin, gst number, gst no, seller vat id, supplier vat number, abn, ein',
    customerVatId:
      'customer vat number, customer vat id, customer vat no, your vat number, your vat id, buyer vat id, client vat number, customer tax id',
    iban: 'iban, iban no, iban number',
    currency: 'currency, invoice currency',
    net: 'excl vat, excl tax, excluding vat, excluding tax, net amount, net total, total net, net, total excl vat, total excluding vat, total ex vat, total excl tax, total before tax, amount before tax, taxable amount, total without vat, total excluding tax, invoice total excl vat, total net amount, untaxed amount, net value | subtotal, sub total, subtotal amount, charges, total charges',
    tax: 'plus vat, vat, vat amount, tax, tax amount, sales tax, total vat, total tax, gst, gst amount, hst, value added tax, total vat amount, vat total, tax total',
    total:
      'grand total, total for this invoice, total amount due, invoice total, total incl vat, total including vat, total inc vat, total incl tax, total including tax, total gross, gross amount, gross total, total with vat, total invoice amount, total amount including vat, invoice amount, total payable, amount payable, total due, total inclusive of tax, order total, total invoice',
    amount: 'total, total amount, amount, sum, total price, total for invoice',
    due: 'due payable, payable, amount due, balance due, balance, amount outstanding, to pay, payment due, amount to pay, outstanding balance',
    adjustment:
      'discount, shipping, freight, shipping and handling, handling, postage, shipping cost, shipping costs, delivery charge, delivery charges, surcharge, rounding, carriage, deposit, total discount',
    name: 'name, company, company name',
    other:
      'due, delivery to, consignee, ship to party, number, address, id, due date, payment due date, payment date, pay by, payment terms, terms, order number, order no, order date, order id, purchase order, po number, po no, po date, customer number, customer no, customer id, client id, account number, account no, reference, your reference, our reference, ref, page, phone, tel, telephone, fax, e mail, email, website, bank, bic, swift, sort code, account, amount paid, paid, payments, previous balance, ship to, deliver to, delivery address, shipping address, contact, attn, salesperson, prepared by, quote number, contract number, project, delivery note number, delivery note no, registration number, company number, company registration number, change due, cash, tendered, billing period, period, start date, end date, check in, check out, booking id, booking date',
  },
  de: {
    invoiceNumber:
      'beleg nr, rechnungsnummer, rechnungs nr, rechnungsnr, rechnung nr, rechnung nummer, rechnung no, re nr, rg nr, belegnummer, beleg nr, belegnr, rechn nr, nummer der rechnung, quittungsnummer, bon nr | rechnung',
    invoicedOn:
      'beleg datum, rechnungsdatum, datum der rechnung, ausstellungsdatum, belegdatum, rechnung vom, rechnungs datum, ausgestellt am | datum',
    deliveredOn:
      'liefer bzw leistungsdatum, leistungs und lieferdatum, lieferdatum, leistungsdatum, liefertermin, datum der lieferung, tag der lieferung, geliefert am, leistung vom, liefer leistungsdatum, liefer und leistungsdatum, leistungs lieferdatum, leistungszeitpunkt, lieferzeitpunkt, versanddatum',
    customer:
      'kaufer leistungsempfanger, kunde leistungsempfanger, rechnungsempfanger, rechnung an, kunde, kundenname, rechnungsadresse, rechnungsanschrift, empfanger, kaufer, auftraggeber, besteller, kundin, leistungsempfanger, endkunde, verkauft an, rechnungsempfangerin',
    seller:
      'verkaufer leistungserbringer, verkaufer leistender unternehmer, verkaufer, lieferant, rechnungssteller, aussteller, anbieter, verkauft von, auftragnehmer, rechnungsaussteller, leistungserbringer, handler',
    sellerVatId:
      'umsatzsteuer identnummer, ust ident nummer, ust identifikationsnummer, umst id, ust idnr, ust id nr, ust id, ustid, ustidnr, umsatzsteuer id, umsatzsteuer identifikationsnummer, umsatzsteueridentifikationsnummer, umsatzsteuer idnr, uid, uid nr, uid nummer, mwst nr, mwst nummer, unsere ust idnr, unsere ust id, ust ident nr, umsatzsteuer ident nr, ust id nummer',
    customerVatId:
      'ihre ust idnr, ihre ust id, ihre ust id nr, ust idnr kunde, ust id kunde, kunden ust id, kunden ust idnr, ihre umsatzsteuer id, ihre uid',
    net: 'rechnungssumme ohne ust, summe netto ohne ust, exkl mwst, ohne mwst, ohne ust, exkl ust, nettobetrag, netto, summe netto, netto summe, nettosumme, gesamt netto, netto gesamt, gesamtbetrag netto, rechnungsbetrag netto, nettorechnungsbetrag, steuerbasisbetrag, warenwert netto, total netto, netto gesamtbetrag, betrag netto, gesamtsumme netto, nettogesamtbetrag, rechnungssumme ohne ust, rechnungssumme ohne mwst, summe ohne ust, gesamtbetrag ohne umsatzsteuer | zwischensumme, warenwert, summe der positionen, positionssumme, summe positionen, summe aller positionen, summe der nettobetrage',
    tax: 'ust gesamt, mwst gesamt, umsatzsteuer gesamt, mwst, ust, umsatzsteuer, mehrwertsteuer, mwst betrag, steuerbetrag, steuer, zzgl mwst, zzgl ust, zuzuglich mwst, zuzgl mwst, zuzgl ust, umsatzsteuerbetrag, mehrwertsteuer betrag, gesamte ust, summe mwst, summe umsatzsteuer, summe steuer, zzgl umsatzsteuer, zzgl mehrwertsteuer, zuzuglich umsatzsteuer, gesetzliche mwst, enthaltene mwst, enthaltene ust, davon mwst, inkl mwst, enthaltene umsatzsteuer, gesamtbetrag der steuer, steuergesamtbetrag, gesamtbetrag der umsatzsteuer',
    total:
      'gesamtbetrag, bruttobetrag, rechnungsbetrag, brutto, summe brutto, gesamt brutto, brutto summe, bruttosumme, rechnungssumme, endbetrag, gesamtsumme, rechnungsgesamtbetrag, gesamtbetrag brutto, gesamtbetrag inkl mwst, gesamt inkl mwst, gesamtsumme brutto, rechnungsbetrag brutto, brutto gesamtbetrag, bruttogesamtbetrag, rechnungsendbetrag, total brutto, total inkl mwst, gesamtpreis brutto, gesamtbetrag inkl ust, rechnungssumme brutto, bruttorechnungsbetrag, endsumme',
    amount: 'gesamt, summe, total, betrag, insgesamt',
    due: 'zahlbetrag, zu zahlen, zu zahlender betrag, offener betrag, falliger betrag, fallig, restbetrag, zahlungsbetrag, noch zu zahlen',
    adjustment:
      'rabatt, versand, versandkosten, porto, fracht, skonto, frachtkosten, verpackung, summe zuschlage, summe abschlage, nachlass, mengenrabatt, zuschlag, abschlag, versandkostenpauschale, porto und verpackung, anzahlung',
    name: 'name, firma, firmenname',
    other:
      'warenempfanger, lieferempfanger, lief nr, nummer, globale nummer, anschrift, gln, falligkeitsdatum, fallig am, zahlbar bis, zahlungsziel, bestellnummer, bestell nr, bestelldatum, auftragsnummer, auftrags nr, auftragsdatum, kundennummer, kunden nr, kundennr, kd nr, lieferantennummer, lieferschein nr, lieferscheinnummer, ihr zeichen, unser zeichen, referenz, seite, telefon, tel, telefax, fax, e mail, internet, bank, bic, blz, konto, kontonummer, steuernummer, steuer nr, st nr, handelsregister, hrb, bereits gezahlt, abrechnungszeitraum, leistungszeitraum, lieferadresse, lieferanschrift, ansprechpartner, bearbeiter, vertragsnummer, mandatsreferenz, glaubiger id, gegeben, ruckgeld, vorauszahlung',
  },
  fr: {
    invoiceNumber:
      'facture n, numero de facture, n de facture, n facture, facture no, facture numero, no de facture, no facture, num facture, ref facture, numero facture, recu n, ticket n | facture, n de piece',
    invoicedOn:
      'date de facture, date de la facture, date facture, date d emission, date de facturation, facture du, emise le, date emission, facture emise le | date, le',
    deliveredOn:
      'date de livraison, livre le, date de prestation, date livraison, date de la prestation, date de realisation, date de la vente, date d execution',
    customer:
      'facture a, client, adresse de facturation, nom du client, destinataire, acheteur, facturer a, adresse facturation, vendu a, client final, factures a',
    seller: 'vendeur, fournisseur, emetteur, prestataire, vendu par, emis par',
    sellerVatId:
      'n de tva intra communautaire, tva intra communautaire, tva n, n tva, tva intracommunautaire, n tva intracommunautaire, numero de tva, n de tva, n de tva intracommunautaire, numero tva, tva intracom, identifiant tva, n tva intracom, tva intra, id tva, no tva, numero de tva intracommunautaire, n id tva, n tva intra, code tva',
    customerVatId:
      'votre tva, votre n tva, tva client, n tva client, tva intracommunautaire client, votre numero de tva',
    currency: 'devise, monnaie',
    net: 'ht, h t, total ht, montant ht, total hors taxes, total h t, montant hors taxes, total net ht, net ht, total hors tva, montant total ht, base ht, total facture ht, total hors taxe | sous total, sous total ht, total de la facture ht, montant htva',
    tax: 'tva, montant tva, total tva, montant de la tva, dont tva, montant total tva, taxe, taxes, total t v a, t v a, total taxes, montant des taxes',
    total:
      'ttc, t t c, total ttc, montant ttc, total toutes taxes comprises, total t t c, net a payer ttc, montant total ttc, total facture ttc, total facture, total general, total facture du mois, total de la facture, montant total, total tvac, montant tvac, montant de la facture',
    amount: 'total, montant, somme',
    due: 'net a payer, a payer, reste a payer, solde du, solde, montant du, total a payer, somme a payer, montant a payer, total du, montant preleve',
    adjustment:
      'remise, frais de port, port, transport, frais de livraison, livraison, rabais, escompte, acompte, remise globale, frais d expedition',
    name: 'nom, raison sociale, societe',
    other:
      'adresse, date d echeance, echeance, date limite de paiement, date de paiement, a payer avant, n de commande, numero de commande, commande n, date de commande, n client, numero client, numero de client, code client, reference client, reference, votre reference, page, tel, telephone, fax, e mail, email, banque, bic, siret, siren, rcs, ape, naf, deja paye, adresse de livraison, livre a, bon de livraison n, periode, conditions de paiement, mode de paiement, identifiant, contrat, rendu, especes, ligne, numero de ligne',
  },
  es: {
    invoiceNumber:
      'factura n, numero de factura, n de factura, n factura, factura no, factura numero, no de factura, num factura, num de factura, factura num, nro factura, factura nro, ticket n, numero factura, factura simplificada n | factura, folio, numero de documento',
    invoicedOn:
      'fecha de factura, fecha factura, fecha de emision, fecha de la factura, fecha emision, emitida el, fecha de expedicion, fecha expedicion | fecha',
    deliveredOn:
      'fecha de entrega, entregado el, fecha de operacion, fecha operacion, fecha de servicio, fecha entrega, fecha de envio, fecha de la operacion',
    customer:
      'cliente, facturar a, datos del cliente, nombre del cliente, facturado a, comprador, direccion de facturacion, destinatario, receptor, vendido a, cliente final, datos de facturacion',
    seller: 'vendedor, proveedor, emisor, emitido por, vendido por, datos del emisor',
    sellerVatId:
      'nif, cif, nif iva, n iva, numero de iva, rfc, nif cif, cif nif, rut, id fiscal, n i f, c i f, vat',
    customerVatId:
      'nif cliente, cif cliente, nif del cliente, cif del cliente, rfc cliente, rfc del cliente, rfc receptor',
    currency: 'moneda, divisa',
    net: 'sin iva, base imponible, total sin iva, importe neto, neto, total neto, base, importe sin iva, suma sin iva, total base imponible, base imponible total | subtotal, sub total, suma, importe bruto',
    tax: 'iva, cuota iva, importe iva, total iva, i v a, cuota, impuestos, total impuestos, cuota de iva, iva total, importe de iva, igic',
    total:
      'total factura, importe total, total con iva, total general, total iva incluido, importe total factura, total a facturar, total de la factura, total iva inc, total documento, total eur, total euros',
    amount: 'total, importe',
    due: 'total a pagar, a pagar, importe a pagar, saldo, pendiente de pago, liquido a pagar, saldo pendiente',
    adjustment:
      'descuento, dto, portes, gastos de envio, envio, transporte, recargo de equivalencia, irpf, retencion, retencion irpf, anticipo',
    name: 'nombre, razon social, empresa',
    other:
      'fecha de vencimiento, vencimiento, fecha vencimiento, fecha de pago, n de pedido, numero de pedido, pedido n, pedido, fecha de pedido, fecha pedido, n de cliente, numero de cliente, n cliente, codigo de cliente, codigo cliente, referencia, su referencia, pagina, tel, telefono, fax, correo, email, e mail, banco, bic, cuenta, forma de pago, metodo de pago, condiciones de pago, direccion de envio, enviar a, albaran, n albaran, albaran n, periodo, cambio, efectivo',
  },
  pt: {
    invoiceNumber:
      'fatura n, fatura no, numero da fatura, n da fatura, factura n, nota fiscal n, numero da nota fiscal, nf e n, nf n, numero da nota, fatura numero, recibo n, no da fatura, n fatura, fatura recibo n | fatura, factura, nota fiscal, n da nota, numero do documento, n do documento',
    invoicedOn:
      'data da fatura, data de emissao, data da emissao, data da factura, data do documento, emitida em, emitido em, data emissao, data fatura | data',
    deliveredOn:
      'data de entrega, data da entrega, entregue em, data do servico, data de prestacao, data de saida, data da operacao',
    customer:
      'cliente, faturar a, nome do cliente, faturado a, destinatario, comprador, tomador, tomador do servico, destinatario remetente, endereco de faturamento, cobrar de, faturar para, faturado para, cliente final, exmos srs, exmo s sr s, dados do cliente',
    seller:
      'vendedor, fornecedor, emitente, prestador, emissor, prestador do servico, vendido por, emitido por, dados do emitente',
    sellerVatId:
      'nif, cnpj, contribuinte, n contribuinte, contribuinte n, nipc, n iva, numero de iva, n de contribuinte, numero de contribuinte',
    customerVatId:
      'nif do cliente, cnpj do cliente, nif cliente, cnpj cliente, contribuinte do cliente, v contribuinte, cnpj cpf, cpf',
    currency: 'moeda, divisa',
    net: 'sem iva, base tributavel, total sem iva, valor liquido, base de incidencia, incidencia, total liquido, valor sem iva, valor dos produtos, valor dos servicos, valor total dos produtos, base de calculo, total iliquido, valor iliquido | subtotal, sub total, soma',
    tax: 'iva, total iva, valor do iva, valor iva, imposto, impostos, total de impostos, icms, valor do icms, iss, valor do iss, montante iva, total de iva, total do iva',
    total:
      'total da fatura, valor total, valor total da nota, total geral, total com iva, valor da fatura, total da factura, total da nota, valor total da fatura, total do documento, total documento, valor total da nota fiscal',
    amount: 'total, valor, montante',
    due: 'total a pagar, valor a pagar, a pagar, saldo, valor em aberto, valor a receber, saldo devedor',
    adjustment:
      'desconto, descontos, frete, portes, transporte, retencao, valor do frete, despesas acessorias, seguro',
    name: 'nome, razao social, empresa',
    other:
      'data de vencimento, vencimento, data do vencimento, data vencimento, data de pagamento, n do pedido, numero do pedido, pedido n, pedido, encomenda, n encomenda, data do pedido, n do cliente, numero do cliente, n cliente, codigo do cliente, cod cliente, referencia, sua referencia, v referencia, pagina, tel, telefone, fax, email, e mail, banco, bic, conta, agencia, forma de pagamento, condicoes de pagamento, endereco de entrega, entregar em, guia de remessa, periodo, inscricao estadual, inscricao municipal, serie, troco, chave de acesso, local de entrega',
  },
  ja: {
    invoiceNumber:
      '請求書番号, 請求番号, 請求書no, 請求書 no, 請求書 番号, 請求no, 請求 no, インボイス番号, 伝票番号, 領収書番号, 領収書 no, 請求書ナンバー, 請求 番号',
    invoicedOn:
      '請求日, 発行日, 請求書発行日, 請求書日付, 請求年月日, 発行年月日, 領収日, ご請求日, 御請求日 | 日付, 作成日',
    deliveredOn: '納品日, 納入日, 取引日, 取引年月日, 納品年月日, 引渡日, 提供日, 役務提供日, 納期, 売上日',
    customer:
      '請求先, 宛先, お客様名, 顧客名, ご請求先, 御請求先, 得意先, 得意先名, 販売先, 取引先, 請求先名, お客様, 顧客, エンドユーザー, 宛名',
    seller: '発行元, 発行者, 販売者, 仕入先, 請求元, 販売元, 請求者',
    sellerVatId:
      '登録番号, 適格請求書発行事業者登録番号, 事業者登録番号, 適格請求書発行事業者 登録番号, インボイス登録番号, 適格事業者登録番号, 法人番号',
    currency: '通貨, 通貨単位',
    net: '税抜金額, 税抜合計, 税抜き金額, 税抜合計金額, 合計 税抜, 税抜額, 税抜き合計, 税抜価格, 合計金額 税抜, 課税対象額, 本体価格, 本体合計, 税抜, 税抜計, 税抜小計, 小計 税抜, 10 対象, 対象金額 | 小計, 小計金額',
    tax: '消費税, 消費税額, 消費税等, 税額, 消費税 10, 消費税等 10, 消費税合計, 消費税額合計, 内消費税, うち消費税, 消費税額等, 税額合計, 内消費税額, 消費税及び地方消費税',
    total:
      '合計金額, 請求金額, ご請求金額, 御請求金額, 税込合計, 税込金額, 総合計, 税込合計金額, 合計金額 税込, 合計 税込, ご請求額, 御請求額, 請求額, 総額, 請求合計, 税込額, 税込, 合計請求額, ご請求金額 税込, 御請求金額 税込, 請求金額 税込, 領収金額, 請求合計金額, ご請求合計金額, 今回ご請求額, 今回請求額, 今回御請求額, 税込計',
    amount: '合計, 計, 金額, 総計',
    due: 'お支払金額, 支払金額, お支払い金額, お支払額, 差引請求額, 支払額',
    adjustment: '値引, 値引き, 送料, 調整額, 源泉徴収税, 源泉所得税, 割引, 手数料, 配送料',
    name: '会社名, 名称, 社名, 氏名',
    other:
      '支払期限, お支払期限, 支払期日, お支払い期限, 振込期限, お振込期限, 注文番号, 発注番号, 注文日, 発注日, 受注番号, お客様番号, 顧客番号, 顧客コード, 得意先コード, 電話, 電話番号, tel, fax, メール, 振込先, お振込先, 銀行, 口座番号, 住所, 所在地, 担当, 担当者, 件名, 品名, 前回請求額, 前回ご請求額, ご入金額, 入金額, 繰越額, 繰越金額, 見積番号, 納品書番号, 備考, ページ, 有効期限, 支払条件, お支払条件, 納品先, 送付先, 登録日, お預り, お釣り',
  },
  nl: {
    invoiceNumber: 'factuurnummer, factuur nr, factuurnr, factuur nummer, factuur no, bonnummer | factuur',
    invoicedOn: 'factuur datum, factuurdatum, datum factuur | datum',
    deliveredOn: 'leverdatum, leveringsdatum, datum levering, verzenddatum',
    customer: 'klant, factuuradres, factuur aan, klantnaam, koper',
    seller: 'verkoper, leverancier',
    sellerVatId: 'btw nummer, btw nr, btw, btw id, btwnummer, btw identificatienummer',
    customerVatId: 'uw btw nummer, btw nummer klant, klant btw nummer, uw btw nr',
    currency: 'valuta',
    net: 'exclusief btw, excl btw, grondslag, excl, totaal excl btw, totaal exclusief btw, totaal excl, totaal ex btw, nettobedrag, bedrag excl btw, netto, totaal netto, subtotaal excl btw, bedrag exclusief btw | subtotaal',
    tax: 'btw, btw bedrag, totaal btw, btw totaal, bedrag btw',
    total:
      'factuur totaal, factuurtotaal, totaal incl btw, totaal inclusief btw, totaal incl, factuurbedrag, totaalbedrag, bedrag incl btw, te betalen, eindtotaal, totaal bedrag, bedrag inclusief btw',
    amount: 'totaal, bedrag',
    due: 'openstaand bedrag, nog te betalen, te voldoen, reeds voldaan',
    adjustment: 'korting, verzendkosten, bezorgkosten, administratiekosten',
    name: 'naam, bedrijfsnaam, bedrijf',
    other:
      'vervaldatum, betaaldatum, ordernummer, bestelnummer, orderdatum, besteldatum, klantnummer, referentie, uw referentie, pagina, telefoon, tel, fax, e mail, bank, bic, kvk, kvk nummer, afleveradres, betalingstermijn, betaalwijze, leveringsnummer',
  },
};

/** Every label by its words. One word may mean two things in two languages; the surer meaning stands first. */
export const INVOICE_LABELS = labelTable<InvoiceLabel, InvoiceLanguage>(LABELS);
