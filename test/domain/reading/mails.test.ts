import { describe, expect, test } from '@jest/globals';
import { extractDeal } from '../../../domain/deal/extract-deal.ts';
import type { DealFields } from '../../../domain/deal/registration.ts';
import type { TextContext } from '../../../domain/reading/finding.ts';

const context: TextContext = {
  writtenOn: '2026-11-20',
  locale: null,
  ownDomains: ['partner.example', 'vendor.example'],
  ownAddresses: [],
  subject: null,
};

interface Mail {
  name: string;
  locale?: string;
  subject?: string;
  text: string;
  /** `customer | opportunity | amount currency | date | contact`, `-` for null. */
  reads: [string | null, string | null, string | null, string | null, string | null];
}

const MAILS: Mail[] = [
  {
    name: 'English prose',
    locale: 'en-US',
    text: `Hi team,

we would like to register a network refresh at ACME Manufacturing Inc. The deal is worth about
$1.2M and should close by the end of March. Our contact there is Jane Roe (jane.roe@acme.example).

Best regards,
Pat Smith
Partner Corp | 12 Main St | pat@partner.example | +1 555 0100`,
    reads: [
      'ACME Manufacturing Inc.',
      'network refresh',
      '1200000 USD',
      '2027-03-31',
      'jane.roe@acme.example',
    ],
  },
  {
    name: 'English prose with a quoted name and several dates',
    locale: 'en-GB',
    text: `Hello,

Please protect the following deal for us: our end customer is Brightwater Council, the project is called "Campus Wi-Fi". We met them
on 3 November and have a demo on 2 December; they expect to sign in six weeks. Budget is GBP 64,000.00, the list price
would be GBP 80,000. Please contact m.okafor@brightwater.example.

Thanks
Priya`,
    reads: [
      'Brightwater Council',
      'Campus Wi-Fi',
      '64000.00 GBP',
      '2027-01-01',
      'm.okafor@brightwater.example',
    ],
  },
  {
    name: 'German prose',
    locale: 'de',
    text: `Guten Tag,

wir möchten ein neues Projekt anmelden: Bei der Müller & Söhne GmbH & Co. KG geht es um das Projekt „Lagerautomatisierung“.
Das Auftragsvolumen liegt bei rund 1,5 Mio. €, der Abschluss ist für Ende Q1 2027 geplant.
Ansprechpartnerin beim Kunden ist Frau Weber, weber@mueller-soehne.example.

Mit freundlichen Grüßen
Jens Krause
Nordlicht Systeme AG
jens.krause@partner.example`,
    reads: [
      'Müller & Söhne GmbH & Co. KG',
      'Lagerautomatisierung',
      '1500000 EUR',
      '2027-03-31',
      'weber@mueller-soehne.example',
    ],
  },
  {
    name: 'German, next month',
    locale: 'de',
    text: `Hallo zusammen,

für unseren Kunden Stadtwerke Ulm möchten wir eine Opportunity registrieren. Wert: 120k EUR. Unterschrift erwarten wir nächsten Monat.
Kontakt: it@stadtwerke-ulm.example

VG
Jens`,
    reads: ['Stadtwerke Ulm', null, '120000 EUR', '2026-12-31', 'it@stadtwerke-ulm.example'],
  },
  {
    name: 'French prose',
    locale: 'fr',
    text: `Bonjour,

Nous souhaitons enregistrer une affaire chez Lumière Énergie SAS : le projet « Supervision des sites ».
Le montant est estimé à 85 000 € et la signature est prévue le 15 mars 2027.
Notre interlocutrice est Claire Martin (c.martin@lumiere-energie.example).

Cordialement,
Paul Petit
Tél. 01 02 03 04 05 — paul@partner.example`,
    reads: [
      'Lumière Énergie SAS',
      'Supervision des sites',
      '85000 EUR',
      '2027-03-15',
      'c.martin@lumiere-energie.example',
    ],
  },
  {
    name: 'Spanish prose',
    locale: 'es',
    text: `Hola:

Queremos registrar una oportunidad con Meseta Cerámica S.L.: el proyecto "Control de hornos". El valor estimado es de 1.234,56 € y
esperamos cerrar a finales de marzo de 2027. La persona de contacto es Ana Ruiz, ana.ruiz@meseta.example.

Un saludo,
Luis`,
    reads: [
      'Meseta Cerámica S.L.',
      'Control de hornos',
      '1234.56 EUR',
      '2027-03-31',
      'ana.ruiz@meseta.example',
    ],
  },
  {
    name: 'Portuguese prose',
    locale: 'pt-BR',
    text: `Olá,

Gostaríamos de registrar uma oportunidade para o nosso cliente Vale Verde Alimentos Ltda. O projeto se trata de automação.
O valor é de R$ 250 mil e o fechamento está previsto para 28/02/2027. Contato: joana@valeverde.example

Atenciosamente,
Rui`,
    reads: ['Vale Verde Alimentos Ltda.', 'automação', '250000 BRL', '2027-02-28', 'joana@valeverde.example'],
  },
  {
    name: 'Japanese prose',
    locale: 'ja',
    text: `お世話になっております。
株式会社パートナーの山田です。

神戸精密株式会社様向けの案件を登録させていただきたくご連絡いたしました。
案件名は「工場モニタリング」、金額は420万円、受注予定は2027年2月10日です。
ご担当者は佐藤様（sato@kobe-seimitsu.example）です。

よろしくお願いいたします。
山田 yamada@partner.example`,
    reads: [
      '神戸精密株式会社',
      '工場モニタリング',
      '4200000 JPY',
      '2027-02-10',
      'sato@kobe-seimitsu.example',
    ],
  },
  {
    name: 'Japanese form',
    locale: 'ja',
    text: `【顧客名】神戸精密株式会社 様
【案件名】工場モニタリング
【金額】￥4,200,000
【受注予定日】2027年2月10日
【担当者】佐藤 sato@kobe-seimitsu.example
【備考】試験導入済み`,
    reads: [
      '神戸精密株式会社',
      '工場モニタリング',
      '4200000 JPY',
      '2027-02-10',
      'sato@kobe-seimitsu.example',
    ],
  },
  {
    name: 'a reply: our question is quoted below',
    locale: 'en-GB',
    subject: 'Re: Your registration GL-3311',
    text: `The contact is r.diaz@pineriver.example, and they will sign by 31 January 2027.

Sam

On Fri, 20 Nov 2026 at 10:00, Registrations <registrations@vendor.example> wrote:
> Customer: Some Other Company
> Contact: old@other.example
> Please answer by 25 November 2026.
> Reference: GL-3311`,
    reads: [null, null, null, '2027-01-31', 'r.diaz@pineriver.example'],
  },
  {
    name: 'Outlook reply without quote marks',
    locale: 'de',
    subject: 'AW: Rückfrage',
    text: `Hallo,

Budget: 75.000 EUR
Abschluss: 31.03.2027

Gruß
Jens

Von: Registrierung <registrations@vendor.example>
Gesendet: Freitag, 20. November 2026 10:00
An: Jens Krause
Betreff: Rückfrage

Kunde: Falsche GmbH
Budget: 10.000 EUR`,
    reads: [null, null, '75000 EUR', '2027-03-31', null],
  },
  {
    name: 'a forwarded mail of the customer',
    locale: 'en-GB',
    subject: 'Fwd: Storage for the new site',
    text: `Please register this one for us, customer is Pine River Clinics.

---------- Forwarded message ---------
From: Rosa Diaz <r.diaz@pineriver.example>
Date: Thu, 19 Nov 2026 at 16:12
Subject: Storage for the new site
To: Sam <sam@partner.example>

Hi Sam,

the board approved a budget of 27,500 USD. We want to order by 29 January 2027.

Regards
Rosa Diaz
Pine River Clinics, 4 Hill Road`,
    reads: ['Pine River Clinics', null, '27500 USD', '2027-01-29', 'r.diaz@pineriver.example'],
  },
  {
    name: 'a table pasted from a sheet',
    locale: 'en-US',
    text: `| Customer | ACME, Inc. |
| Opportunity name | Data centre renewal |
| Estimated value (USD) | 75,000 |
| Expected close date | 03/04/2027 |
| Primary contact | Jane Roe <jane@acme.example> |`,
    reads: ['ACME, Inc.', 'Data centre renewal', '75000 USD', '2027-03-04', 'jane@acme.example'],
  },
  {
    name: 'labels on lines of their own',
    locale: 'en-GB',
    text: `End customer
Harbour Foods plc

Project name
Cold chain sensors

Deal value
£180k

Expected close
Q2 2027

Customer contact
ops@harbourfoods.example`,
    reads: [
      'Harbour Foods plc',
      'Cold chain sensors',
      '180000 GBP',
      '2027-06-30',
      'ops@harbourfoods.example',
    ],
  },
  {
    name: 'all on one line',
    locale: 'en-GB',
    text: 'Customer: ACME Ltd; Opportunity: Backup; Value: 12,500 GBP; Close: 2027-02-26; Contact: it@acme.example',
    reads: ['ACME Ltd', 'Backup', '12500 GBP', '2027-02-26', 'it@acme.example'],
  },
  {
    name: 'ambiguous things stay out',
    locale: 'en',
    text: `Customer: ACME Ltd
Customer: Other Ltd
Value: between 100k and 120k EUR
Close date: 03/04/2027
Contact: a@one.example or b@two.example`,
    reads: [null, null, null, null, null],
  },
  {
    name: 'the partner is never the contact',
    locale: 'en-US',
    text: `Customer: ACME Ltd\nValue: $5,000 per month\nContact: pat@partner.example`,
    reads: ['ACME Ltd', null, null, null, null],
  },
];

function brief(fields: DealFields) {
  const { stated_value: value } = fields;
  return [
    fields.customer_name,
    fields.opportunity_name,
    value && `${value.amount} ${value.currency}`,
    fields.expected_close_date,
    fields.primary_contact_email,
  ];
}

describe('a registration as partners write it', () => {
  test.each(MAILS)('$name', ({ text, reads, locale = null, subject = null }) => {
    const read = brief(extractDeal(text, { ...context, locale, subject }).fields);
    expect(read).toEqual(reads);
  });

  test('each value says where it stands', () => {
    for (const { text, locale = null } of MAILS) {
      const { sources, fields } = extractDeal(text, { ...context, locale });
      for (const [field, source] of Object.entries(sources)) {
        const value = fields[field as keyof DealFields];
        if (typeof value === 'string' && !/date/.test(field))
          expect(text.slice(source.start, source.end)).toBe(value);
        expect(text.slice(0, source.start).split('\n').length).toBe(source.line);
      }
    }
  });
});
