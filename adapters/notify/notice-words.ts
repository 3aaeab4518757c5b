import type { z } from 'zod';
import type { NoticeValues } from '../../domain/notices.ts';
import type { MessageValues } from './icu.ts';

/** What the notices of a lifecycle say beyond plain texts, numbers, days and instants. */
export interface NoticeWords<Words, Values extends NoticeValues> {
  /** What its files in policy/messages hold beside the notices. */
  words: z.ZodRawShape;
  /** How its values are handed over. */
  values: z.ZodType<Values>;
  /** Arguments of its messages that are not simply a value. */
  argumentsOf(words: Words, values: Values, language: string): MessageValues;
}
