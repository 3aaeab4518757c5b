import type { Fields } from './truth.ts';

/** Texts of the six fields as one language writes them, ready to be put into a sentence. */
export interface Said {
  customer: string;
  opportunity: string;
  value: string;
  close: string;
  contact: string;
  contactName: string;
}

export interface Words {
  subject(customer: string): string;
  hello: string;
  intro: string;
  labels: Record<keyof Fields, string[]>;
  partnerId(id: string): string;
  /** Whole mails without labels. */
  prose: ((said: Said) => string)[];
  /** A date that hangs on the day of the mail with the days that it lies ahead, or that names no day with the day that is meant. */
  /** A date that is counted: so many days on, or the end of the month after next or of the next quarter, whose name is put in. */
  relative: [string, number | 'month' | 'quarter'][];
  bye: string;
  wrote(name: string, date: string): string;
  forwarded: string;
  /** A mail that only carries its attachment. */
  attached: string;
}

export const WORDS: Record<string, Words> = {
  en: {
    subject: (customer) => `Deal registration: ${customer}`,
    hello: 'Hello,',
    intro: 'please register the following opportunity for us.',
    labels: {
      customer_name: ['Customer', 'End customer', 'Account'],
      opportunity_name: ['Opportunity', 'Project', 'Opportunity'],
      estimated_value: ['Estimated value', 'Deal value', 'Budget'],
      expected_close_date: ['Expected close date', 'Close date', 'Expected close'],
      primary_contact_email: ['Contact', 'Primary contact', 'Contact e-mail'],
      partner_notes: ['Notes', 'Comments', 'Notes'],
    },
    partnerId: (id) => `Partner id ${id}`,
    prose: [
      (s) =>
        `we are working with ${s.customer} on “${s.opportunity}”. They plan to spend about ${s.value} and expect to sign ${s.close}.\nPlease talk to ${s.contactName} (${s.contact}) if you need anything from their side.`,
      (s) =>
        `could you protect a deal for us? The end customer is ${s.customer}, the project is called “${s.opportunity}”, worth ${s.value}. We should close it ${s.close}. Our contact there is ${s.contactName}, ${s.contact}.`,
      (s) =>
        `quick heads-up before the weekend: ${s.customer} want to go ahead with “${s.opportunity}”. We quoted ${s.value} last week, list price was higher. Signature is planned ${s.close}; ${s.contactName} runs it on their side, reachable at ${s.contact}. Call me if anything is unclear, I am travelling on Monday.`,
    ],
    relative: [
      ['in six weeks', 42],
      ['within 45 days', 45],
      ['by the end of {}', 'month'],
      ['by the end of {}', 'quarter'],
    ],
    bye: 'Kind regards',
    wrote: (name, date) => `On ${date}, ${name} wrote:`,
    forwarded: '---------- Forwarded message ---------',
    attached: 'please find our registration attached.',
  },
  de: {
    subject: (customer) => `Projektregistrierung: ${customer}`,
    hello: 'Guten Tag,',
    intro: 'bitte registrieren Sie folgendes Vorhaben für uns.',
    labels: {
      customer_name: ['Kunde', 'Endkunde', 'Firma'],
      opportunity_name: ['Projekt', 'Vorhaben', 'Projekt'],
      estimated_value: ['Auftragswert', 'Geschätzter Wert', 'Betrag'],
      expected_close_date: ['Abschlussdatum', 'Voraussichtlicher Abschluss', 'Abschluss'],
      primary_contact_email: ['Ansprechpartner', 'Kontakt', 'E-Mail'],
      partner_notes: ['Bemerkungen', 'Notizen', 'Bemerkungen'],
    },
    partnerId: (id) => `Partner-ID: ${id}`,
    prose: [
      (s) =>
        `wir sind mit der Firma ${s.customer} im Gespräch über „${s.opportunity}“. Das Budget liegt bei ${s.value}, mit dem Abschluss rechnen wir ${s.close}.\nAnsprechpartner ist ${s.contactName} (${s.contact}).`,
      (s) =>
        `für unseren Kunden ${s.customer} möchten wir das Projekt „${s.opportunity}“ anmelden. Auftragswert rund ${s.value}, Abschluss voraussichtlich ${s.close}. Kontakt beim Kunden: ${s.contact}.`,
      (s) =>
        `kurze Info vor dem Wochenende: Die ${s.customer} möchte „${s.opportunity}“ umsetzen. Unser Angebot lautet auf ${s.value}, die Unterschrift ist ${s.close} geplant. Auf Kundenseite leitet das ${s.contactName}, erreichbar unter ${s.contact}. Bei Fragen bin ich ab Montag wieder im Büro.`,
    ],
    relative: [
      ['in sechs Wochen', 42],
      ['in 60 Tagen', 60],
      ['Ende {}', 'month'],
      ['bis Ende {}', 'quarter'],
    ],
    bye: 'Mit freundlichen Grüßen',
    wrote: (name, date) => `Am ${date} schrieb ${name}:`,
    forwarded: '-------- Weitergeleitete Nachricht --------',
    attached: 'anbei unsere Registrierung als PDF.',
  },
  fr: {
    subject: (customer) => `Enregistrement d'affaire : ${customer}`,
    hello: 'Bonjour,',
    intro: "nous souhaitons enregistrer l'affaire suivante.",
    labels: {
      customer_name: ['Client', 'Client final', 'Société'],
      opportunity_name: ['Projet', 'Affaire', 'Opportunité'],
      estimated_value: ['Montant', 'Valeur estimée', 'Montant'],
      expected_close_date: ['Date de clôture', 'Clôture prévue', 'Date de clôture'],
      primary_contact_email: ['Contact', 'Contact', 'E-mail'],
      partner_notes: ['Remarques', 'Commentaires', 'Remarques'],
    },
    partnerId: (id) => `Partner id ${id}`,
    prose: [
      (s) =>
        `nous accompagnons ${s.customer} sur le projet « ${s.opportunity} ». Le montant est de ${s.value} et la signature est prévue ${s.close}.\nNotre interlocuteur : ${s.contactName}, ${s.contact}.`,
      (s) =>
        `merci d'enregistrer pour nous une affaire chez le client ${s.customer} : « ${s.opportunity} », pour ${s.value}, clôture prévue ${s.close}. Contact : ${s.contact}.`,
      (s) =>
        `petit mot avant le week-end : la société ${s.customer} souhaite lancer « ${s.opportunity} ». Notre offre s'élève à ${s.value}, la signature est attendue ${s.close}. Le dossier est suivi par ${s.contactName}, joignable à l'adresse ${s.contact}. Je suis en déplacement lundi.`,
    ],
    relative: [
      ['dans six semaines', 42],
      ['sous 45 jours', 45],
      ['fin {}', 'month'],
    ],
    bye: 'Cordialement',
    wrote: (name, date) => `Le ${date}, ${name} a écrit :`,
    forwarded: '---------- Message transféré ---------',
    attached: 'veuillez trouver ci-joint notre enregistrement.',
  },
  es: {
    subject: (customer) => `Registro de oportunidad: ${customer}`,
    hello: 'Buenos días:',
    intro: 'les rogamos que registren la siguiente oportunidad.',
    labels: {
      customer_name: ['Cliente', 'Cliente final', 'Empresa'],
      opportunity_name: ['Oportunidad', 'Proyecto', 'Oportunidad'],
      estimated_value: ['Importe', 'Valor estimado', 'Valor'],
      expected_close_date: ['Fecha de cierre', 'Cierre previsto', 'Fecha de cierre'],
      primary_contact_email: ['Contacto', 'Contacto', 'E-mail'],
      partner_notes: ['Observaciones', 'Notas', 'Observaciones'],
    },
    partnerId: (id) => `Partner id ${id}`,
    prose: [
      (s) =>
        `estamos trabajando con ${s.customer} en el proyecto «${s.opportunity}». El presupuesto es de ${s.value} y esperamos cerrar ${s.close}.\nLa persona de contacto es ${s.contactName} (${s.contact}).`,
      (s) =>
        `queremos registrar una oportunidad con el cliente ${s.customer}: «${s.opportunity}», por ${s.value}, con cierre previsto ${s.close}. Contacto: ${s.contact}.`,
      (s) =>
        `un aviso rápido antes del fin de semana: la empresa ${s.customer} quiere seguir adelante con «${s.opportunity}». Nuestra oferta es de ${s.value} y la firma está prevista ${s.close}. Por su parte lo lleva ${s.contactName}, a quien pueden escribir a ${s.contact}. El lunes estoy de viaje.`,
    ],
    relative: [
      ['en seis semanas', 42],
      ['en 60 días', 60],
      ['a finales de {}', 'month'],
    ],
    bye: 'Saludos cordiales',
    wrote: (name, date) => `El ${date}, ${name} escribió:`,
    forwarded: '---------- Mensaje reenviado ---------',
    attached: 'adjuntamos nuestro registro.',
  },
  'pt-BR': {
    subject: (customer) => `Registro de oportunidade: ${customer}`,
    hello: 'Olá,',
    intro: 'pedimos o registro da seguinte oportunidade.',
    labels: {
      customer_name: ['Cliente', 'Cliente final', 'Empresa'],
      opportunity_name: ['Oportunidade', 'Projeto', 'Oportunidade'],
      estimated_value: ['Valor estimado', 'Valor', 'Valor estimado'],
      expected_close_date: ['Data de fechamento', 'Fechamento previsto', 'Data de fechamento'],
      primary_contact_email: ['Contato', 'Contato', 'E-mail'],
      partner_notes: ['Observações', 'Notas', 'Observações'],
    },
    partnerId: (id) => `Partner id ${id}`,
    prose: [
      (s) =>
        `estamos trabalhando com a ${s.customer} no projeto “${s.opportunity}”. O orçamento é de ${s.value} e esperamos fechar ${s.close}.\nO contato é ${s.contactName} (${s.contact}).`,
      (s) =>
        `gostaríamos de registrar uma oportunidade com o cliente ${s.customer}: “${s.opportunity}”, no valor de ${s.value}, fechamento previsto ${s.close}. Contato: ${s.contact}.`,
      (s) =>
        `um aviso rápido antes do fim de semana: a empresa ${s.customer} quer seguir com “${s.opportunity}”. Nossa proposta é de ${s.value} e a assinatura está prevista ${s.close}. Do lado deles quem cuida é ${s.contactName}, pelo e-mail ${s.contact}. Na segunda estarei em viagem.`,
    ],
    relative: [
      ['em seis semanas', 42],
      ['em 45 dias', 45],
      ['até o fim de {}', 'month'],
    ],
    bye: 'Atenciosamente',
    wrote: (name, date) => `Em ${date}, ${name} escreveu:`,
    forwarded: '---------- Mensagem encaminhada ---------',
    attached: 'segue em anexo o nosso registro.',
  },
  ja: {
    subject: (customer) => `案件登録のお願い：${customer}`,
    hello: 'お世話になっております。',
    intro: '下記の案件をご登録ください。',
    labels: {
      customer_name: ['お客様名', '顧客名', '会社名'],
      opportunity_name: ['案件名', '案件名', 'プロジェクト'],
      estimated_value: ['見込金額', '金額', '予算'],
      expected_close_date: ['受注予定日', '成約予定日', '受注予定日'],
      primary_contact_email: ['ご担当者', '連絡先', 'メール'],
      partner_notes: ['備考', '備考', '備考'],
    },
    partnerId: (id) => `Partner id ${id}`,
    prose: [
      (s) =>
        `${s.customer}様の「${s.opportunity}」について、弊社にて商談を進めております。予算は${s.value}、受注は${s.close}を見込んでおります。\nご担当者は${s.contactName}様（${s.contact}）です。`,
      (s) =>
        `このたび${s.customer}様より「${s.opportunity}」のご相談をいただきました。見積金額は${s.value}、契約は${s.close}の予定です。先方のご担当は${s.contactName}様（${s.contact}）です。`,
    ],
    relative: [
      ['6週間後', 42],
      ['{}末', 'month'],
    ],
    bye: 'よろしくお願いいたします。',
    wrote: (name, date) => `${date} ${name}:`,
    forwarded: '---------- 転送メッセージ ----------',
    attached: '登録内容を添付いたします。',
  },
};
