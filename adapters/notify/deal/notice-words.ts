import { type DealWords, dealNoticeValues, dealWords } from '../../../contracts/deal/message-catalogue.ts';
import type { DealNoticeValues, ShownField } from '../../../domain/deal/notices.ts';
import { oneLine } from '../../one-line.ts';
import type { MessageValues } from '../icu.ts';
import type { NoticeWords } from '../notice-words.ts';

/** What the notices of a registration say in words of their own: its customer, what is asked, and why it was closed. */
export const dealNoticeWords: NoticeWords<DealWords, DealNoticeValues> = {
  words: dealWords.shape,
  values: dealNoticeValues,
  argumentsOf(words, { customer, questions, reason, evidence }, language) {
    const shown: MessageValues = {};
    if (customer !== undefined) shown.customer = customer === null ? words.unnamed : oneLine(customer);
    if (questions) {
      const asked = questions.map((question) =>
        Object.hasOwn(words.fields, question) ? words.fields[question as ShownField] : oneLine(question),
      );
      shown.questions = asked.map((question) => `- ${question}`).join('\n');
      shown.count = questions.length;
    }
    if (reason) {
      shown.reason = words.reasons[reason];
      shown.step = words.steps[reason];
    }
    if (evidence && evidence.length > 0)
      shown.evidence = new Intl.ListFormat(language).format(evidence.map((field) => words.fields[field]));
    return shown;
  },
};
