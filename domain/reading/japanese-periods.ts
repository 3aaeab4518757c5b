import { monthEnd, nextOf, periodEnd } from './day.ts';
import { counted, last, none } from './period-readers.ts';
import type { DatePattern } from './written-dates.ts';

/** Periods and relative days as Japanese writes them. */
export const JAPANESE_PERIODS: readonly DatePattern[] = [
  [
    /(20\d\d) ?年 ?(\d{1,2}) ?月(末)?/giu,
    (m) => last(monthEnd(Number(m[1]), Number(m[2])), m[3] !== undefined),
  ],
  [
    /(20\d\d) ?年 ?第?([1-4]) ?四半期(末)?/giu,
    (m) => last(monthEnd(Number(m[1]), Number(m[2]) * 3), m[3] !== undefined),
  ],
  [
    /来年 ?(\d{1,2}) ?月(末)?/giu,
    (m, { writtenOn }) =>
      writtenOn === null
        ? none('date_without_anchor')
        : last(monthEnd(Number(writtenOn.slice(0, 4)) + 1, Number(m[1])), m[2] !== undefined),
  ],
  [
    /(?<!\d)(\d{1,2}) ?月末/giu,
    (m, { writtenOn }) =>
      writtenOn === null
        ? none('date_without_anchor')
        : last(
            nextOf(writtenOn, (one) => monthEnd(one, Number(m[1]))),
            true,
          ),
  ],
  [
    /(来|今|翌)(月|四半期|年)(?:(末)|(?![度間]))/giu,
    (m, { writtenOn }) => {
      if (writtenOn === null) return none('date_without_anchor');
      const name = ({ 月: 'months', 四半期: 'quarters', 年: 'years' } as const)[m[2] as '月'];
      return last(periodEnd(writtenOn, name, m[1] === '今' ? 0 : 1), m[3] !== undefined);
    },
  ],
  [
    /年末/giu,
    (_m, { writtenOn }) =>
      writtenOn === null ? none('date_without_anchor') : last(periodEnd(writtenOn, 'years', 0), true),
  ],
  [
    /(?<![\d.,])(\d{1,2}|[一二三四五六七八九十]) ?(日|週間|[かヶカヵ]月|年)(?:以内|後)/giu,
    (m, { writtenOn }) => counted(writtenOn, m[1] as string, m[2] as string),
  ],
];
