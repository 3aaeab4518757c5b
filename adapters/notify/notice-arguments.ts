import { type CommonTexts, TIMES } from '../../contracts/message-catalogue.ts';
import type { NoticeValues } from '../../domain/notices.ts';
import type { Shown } from './icu.ts';
import { oneLine } from './one-line.ts';

/** Values of a notice as arguments of its message, by the same names. */
export function argumentsOf({ somebody }: CommonTexts, { time_zone: _, ...values }: NoticeValues): Shown {
  const shown: Shown = { partner: somebody };
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'number') shown[name] = value;
    else if (typeof value === 'string') shown[name] = TIMES.test(name) ? new Date(value) : oneLine(value);
  }
  return shown;
}
