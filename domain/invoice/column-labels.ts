import type { InvoiceLanguage } from './invoice-labels.ts';
import { labelTable } from './label-table.ts';

/**
 * What a column of an invoice or of a file of sales holds. `discount`, `gross` and `taxAmount` are known so that they are not taken for
 * another; `qualifier` says only how a column is meant; the last three stand in files of sales.
 */
export type InvoiceColumn =
  | 'position'
  | 'sku'
  | 'description'
  | 'quantity'
  | 'unit'
  | 'unitPrice'
  | 'amount'
  | 'taxRate'
  | 'taxAmount'
  | 'gross'
  | 'discount'
  | 'qualifier'
  | 'day'
  | 'invoiceNumber'
  | 'customer'
  | 'currency';

const COLUMNS: Readonly<Record<InvoiceLanguage, Partial<Record<InvoiceColumn, string>>>> = {
  en: {
    position: 'pos, position, no, line, line no, item no, s no, sr no, sl no, s n, nr',
    sku: 'sku, article, article no, article number, art no, part no, part number, product code, item code, code, product no, product id, item number, product number, material, material no, mpn, model, stock code, hsn, hsn code, catalog number, catalogue no, part',
    description:
      'description, item, product, item description, product description, service, services, details, particulars, designation, item name, product name, name, title, description of goods, description of services, goods',
    quantity:
      'quantity, qty, units, amount of units, pcs, hours, hrs, nights, quantity shipped, billed qty, billed quantity, qty shipped, invoiced quantity',
    unit: 'unit, uom, unit of measure, um',
    unitPrice:
      'unit price, price, price per unit, rate, unit cost, cost, price each, each, unit net price, net price, list price, price unit, unit rate, price excl vat, net unit price, unit price net, unit price excl vat, price pc, gross amount',
    amount:
      'amount, total, line total, total price, net amount, net total, total net, subtotal, sub total, ext price, extended price, extended amount, line amount, total amount, amount net, total excl vat, price total, net value, net, total cost, value, taxable value, amount excl vat, line net amount',
    taxRate:
      'vat rate, tax rate, vat %, tax %, vat, tax, gst, gst rate, vat code, taxes, vat percent, sales tax, tax percent',
    taxAmount: 'vat amount, tax amount, gst amount, igst, cgst, sgst',
    gross:
      'gross, total incl vat, total gross, amount incl vat, total including vat, total inc vat, gross total',
    qualifier:
      'excl vat, excl tax, incl vat, incl tax, ex vat, inc vat, excluding vat, including vat, excluding tax, including tax, in, per, of, and',
    discount: 'discount, disc, disc %, discount %, rebate',
    day: 'date, service date, delivery date, sale date, sold on, invoice date, transaction date, order date, date of sale, sales date, ship date, posting date, date sold',
    invoiceNumber:
      'invoice number, invoice no, invoice, invoice nr, invoice id, document number, order number, transaction id, receipt number, invoice num',
    customer:
      'customer, customer name, end customer, end user, sold to, client, bill to, buyer, end customer name, end user name, company',
    currency: 'currency, currency code, cur, ccy',
  },
  de: {
    position: 'pos, position, nr, lfd nr, pos nr, posten',
    sku: 'art nr kunde, art nr lief, art nr lieferant, artikelnummer, artikel nr, art nr, artikelnr, artnr, artikel, produktnummer, produkt nr, bestellnummer, bestell nr, materialnummer, material nr, sku, teilenummer, teile nr, ihre artikelnummer, artikelcode',
    description:
      'bezeichnung, beschreibung, artikelbezeichnung, leistung, produkt, text, artikelbeschreibung, produktbezeichnung, leistungsbeschreibung, dienst, ware, titel, produktname, artikelname, name',
    quantity: 'menge, anzahl, stuck, stk, stunden, std, menge einheit, anz, mng',
    unit: 'einheit, einh, me, mengeneinheit, eh',
    unitPrice:
      'einzelpreis, preis, stuckpreis, e preis, ep, preis einheit, preis pro einheit, einzelpreis netto, preis netto, nettopreis, netto preis, einheitspreis, einzelpreis eur, stundensatz, preis stuck, einzel, preis je einheit, bruttopreis, brutto preis, vk preis',
    amount:
      'positionsbetrag, positions betrag, entgelt, gesamtpreis, gesamt, betrag, summe, g preis, gp, nettobetrag, gesamtbetrag, gesamt netto, netto, gesamtpreis netto, betrag netto, gesamtpreis eur, total, positionsbetrag, warenwert, nettowert, netto betrag, zeilensumme, zeilenbetrag, positionswert, betrag eur, preis gesamt',
    taxRate:
      'mwst, ust, mwst satz, ust satz, steuersatz, mwst %, ust %, steuer, steuer %, umsatzsteuer, mehrwertsteuer, vat, st satz',
    taxAmount: 'mwst betrag, steuerbetrag, ust betrag',
    gross: 'brutto, bruttobetrag, gesamt brutto, gesamtpreis brutto, betrag brutto',
    qualifier: 'ohne mwst, ohne ust, inkl mwst, zzgl mwst, ohne, inkl, in, je, pro',
    discount: 'rabatt, nachlass, rabatt %, rab',
    day: 'datum, lieferdatum, leistungsdatum, verkaufsdatum, rechnungsdatum, belegdatum, buchungsdatum, verkauft am',
    invoiceNumber: 'rechnungsnummer, rechnungsnr, rechnungs nr, rechnung, belegnummer, beleg nr, belegnr',
    customer: 'kunde, kundenname, endkunde, endkundenname, abnehmer, kaufer',
    currency: 'wahrung, wahrungscode',
  },
  fr: {
    position: 'pos, n, ligne, no, poste',
    sku: 'reference, ref, code, code article, article, ref article, reference article, n article, sku, code produit, ref produit',
    description:
      'designation, description, libelle, produit, prestation, intitule, produits, detail, service, articles, nature, objet, dossier',
    quantity: 'quantite, qte, qt, nombre, nb, heures, nbre',
    unit: 'unite, un, u',
    unitPrice:
      'prix unitaire, pu, p u, prix unitaire ht, pu ht, prix, p u ht, prix ht, prix u, prix u ht, prix unit, prix unit ht, tarif, tarif ht, cout unitaire',
    amount:
      'montant, total, montant ht, total ht, prix total, total h t, prix total ht, montant net, montant total, net ht, montant h t, total ligne, total ligne ht, sous total',
    taxRate: 'tva, taux tva, taux, taux de tva, % tva, tva %, t v a',
    taxAmount: 'montant tva, total tva',
    gross: 'ttc, total ttc, montant ttc, prix ttc',
    qualifier: 'ht, ttc, h t, t t c, hors taxe, hors taxes, en, par',
    discount: 'remise, rem, remise %, % rem, rabais',
    day: 'date, date de vente, date de facture, date facture, date vente',
    invoiceNumber: 'n facture, numero de facture, facture, n de facture, numero facture',
    customer: 'client, nom du client, client final, acheteur',
    currency: 'devise, monnaie',
  },
  es: {
    position: 'pos, linea, n, item, num',
    sku: 'codigo, referencia, ref, articulo, cod, cod articulo, codigo articulo, sku, codigo producto, clave, cod producto, codigo de producto',
    description:
      'descripcion, concepto, producto, detalle, servicio, denominacion, conceptos, nombre, designacion',
    quantity: 'cantidad, cant, uds, unidades, ud, horas, ctd',
    unit: 'unidad, u m, unidad de medida',
    unitPrice:
      'precio, precio unitario, p unitario, precio unidad, p unit, precio unit, pvp, precio ud, precio neto, valor unitario, tarifa, p u, precio u',
    amount:
      'importe, total, importe neto, subtotal, total linea, total neto, importe total, precio total, valor, neto, base imponible, base',
    taxRate: 'iva, % iva, iva %, tipo iva, tipo, i v a, impuesto, tipo de iva, impuestos',
    taxAmount: 'importe iva, cuota iva, cuota',
    gross: 'total con iva, importe con iva, total iva incluido, bruto',
    qualifier: 'sin iva, con iva, en, por',
    discount: 'descuento, dto, % dto, dto %, desc',
    day: 'fecha, fecha de venta, fecha de factura, fecha factura, fecha venta',
    invoiceNumber: 'n factura, numero de factura, factura, no factura, num factura, n de factura',
    customer: 'cliente, nombre del cliente, cliente final, comprador',
    currency: 'moneda, divisa',
  },
  pt: {
    position: 'pos, linha, n, item',
    sku: 'codigo, referencia, ref, artigo, cod, codigo produto, cod produto, sku, codigo do produto, cod artigo, ncm, cod prod',
    description:
      'descricao, produto, designacao, servico, descricao do produto, descricao do servico, item descricao, descricao dos produtos, nome, descricao produto, discriminacao, descricao do produto servico',
    quantity: 'quantidade, qtd, quant, qtde, unidades, horas, qde, qt',
    unit: 'unidade, un, und, unid',
    unitPrice:
      'preco, preco unitario, valor unitario, p unitario, pr unitario, preco unit, valor unit, vl unitario, vlr unit, preco un, v unitario, p unit, vlr unitario, custo unitario',
    amount:
      'valor, total, valor total, montante, importancia, total liquido, vl total, vlr total, preco total, subtotal, valor liquido, v total, valor dos produtos, liquido',
    taxRate:
      'iva, taxa iva, taxa, % iva, iva %, imposto, icms, aliquota, taxa de iva, aliq icms, impostos, aliq',
    taxAmount: 'valor iva, valor icms, v icms',
    gross: 'total com iva, bruto, valor com iva',
    qualifier: 'sem iva, com iva, em, por',
    discount: 'desconto, desc, dto, % desc',
    day: 'data, data da venda, data de venda, data da fatura, data da nota',
    invoiceNumber: 'n fatura, numero da fatura, fatura, nota fiscal, n da fatura, numero da nota',
    customer: 'cliente, nome do cliente, cliente final, comprador',
    currency: 'moeda',
  },
  ja: {
    position: 'no, 番号, 項番, 行',
    sku: '品番, 商品コード, 型番, 製品番号, 商品番号, 品目コード, コード, 型式, 製品コード, 品目番号, jan, janコード, 商品 コード',
    description:
      '品名, 品目, 摘要, 商品名, 内容, 項目, 明細, 件名, 詳細, 製品名, サービス名, 品名 規格, 商品, 品名 仕様, 商品名 品名, 品目名, 品番 品名, 取引内容, 説明',
    quantity: '数量, 個数, 数, 台数, 時間',
    unit: '単位',
    unitPrice: '単価, 価格, 税抜単価, 単価 税抜, 単価 円, 販売単価, 税込単価',
    amount: '金額, 小計, 合計, 税抜金額, 金額 税抜, 金額 円, 価額, 合計金額, 金額 税込, 税込金額',
    taxRate: '税率, 消費税率, 適用税率, 消費税',
    taxAmount: '消費税額, 税額',
    gross: '税込合計',
    qualifier: '税抜, 税込, 円, 税抜き, 税込み',
    discount: '値引, 割引, 値引き',
    day: '日付, 取引日, 月日, 年月日, 納品日, 販売日, 売上日, 請求日, 請求書日付',
    invoiceNumber: '請求書番号, 請求番号, 伝票番号',
    customer: '顧客名, お客様名, 得意先名, エンドユーザー, 販売先, 納入先, 顧客',
    currency: '通貨, 通貨コード',
  },
  nl: {
    position: 'pos, nr, regel',
    sku: 'artikelnummer, artikelnr, artikel, code, productcode, art nr, artikelcode, sku',
    description:
      'omschrijving, product, beschrijving, artikelomschrijving, naam, dienst, artikel omschrijving, artikelnaam',
    quantity: 'aantal, hoeveelheid, stuks, uren',
    unit: 'eenheid',
    unitPrice:
      'prijs, stukprijs, eenheidsprijs, prijs per stuk, prijs per eenheid, tarief, adviesprijs, prijs stuk',
    amount:
      'bedrag, totaal, subtotaal, totaal excl btw, regeltotaal, totaalbedrag, bedrag excl btw, totaalprijs',
    taxRate: 'btw, btw %, btw tarief, % btw, btw percentage',
    taxAmount: 'btw bedrag',
    gross: 'totaal incl btw, bedrag incl btw, bedrag incl, prijs incl btw, prijs inclusief btw',
    qualifier: 'excl btw, incl btw, per, in, exclusief btw, inclusief btw',
    discount: 'korting, korting %',
    day: 'datum, verkoopdatum, factuurdatum',
    invoiceNumber: 'factuurnummer, factuurnr, factuur',
    customer: 'klant, klantnaam, eindklant',
    currency: 'valuta',
  },
};

export const COLUMN_LABELS = labelTable<InvoiceColumn, InvoiceLanguage>(COLUMNS);
