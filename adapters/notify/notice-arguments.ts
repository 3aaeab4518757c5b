import type { MessageCatalogue } from '../../contracts/message-catalogue.ts';
import type { ShownField } from '../../domain/deal/notices.ts';
import type { NoticeValues } from '../../domain/notices.ts';
import type { Shown } from './icu.ts';

/** The arguments of the messages, by the names that the catalogues use. */
export function argumentsOf(catalogue: MessageCatalogue, values: NoticeValues): Shown {
  const { customer, questions, reason, evidence, days_left, time_zone: _, ...rest } = values;
  const shown: Shown = { partner: catalogue.somebody };
  if (customer !== undefined) shown.customer = customer === null ? catalogue.unnamed : oneLine(customer);
  for (const [name, value] of Object.entries(rest)) {
    if (typeof value === 'number') shown[name] = value;
    else if (typeof value === 'string')
      shown[name] = /_(at|by|until)$/.test(name) ? new Date(value) : oneLine(value);
  }
  if (days_left !== undefined) shown.days_left = days_left;
  if (questions) {
    const words = questions.map((question) =>
      Object.hasOwn(catalogue.fields, question)
        ? catalogue.fields[question as ShownField]
        : oneLine(question),
    );
    shown.questions = words.map((question) => `- ${question}`).join('\n');
    shown.count = questions.length;
  }
  if (reason) {
    shown.reason = catalogue.reasons[reason];
    shown.step = catalogue.steps[reason];
  }
  if (evidence && evidence.length > 0)
    shown.evidence = new Intl.ListFormat(catalogue.language).format(
      evidence.map((field) => catalogue.fields[field]),
    );
  return shown;
}

/** What a partner typed into a name can neither add lines to a notice nor hide or reverse what follows. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
