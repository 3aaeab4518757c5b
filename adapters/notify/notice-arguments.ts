import { type CommonTexts, TIMES } from '../../contracts/message-catalogue.ts';
import type { NoticeValues } from '../../domain/notices.ts';
import { oneLine } from '../one-line.ts';
import type { MessageValues } from './icu.ts';

/** Values of a notice as arguments of its message, by the same names. */
export function argumentsOf(
  { somebody }: CommonTexts,
  { time_zone: _, ...values }: NoticeValues,
): MessageValues {
  const shown: MessageValues = { partner: somebody };
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number') shown[name] = value;
    else if (typeof value === 'string') shown[name] = TIMES.test(name) ? new Date(value) : oneLine(value);
  }
  return shown;
}
