import { DEAL_NOTICES, type ShownField } from './deal/notices.ts';
import type { ClosureReason } from './deal/registration.ts';
import { LIFECYCLES, type Lifecycle, qualified } from './lifecycles.ts';

/** What a notice can tell. Days are ISO dates, instants ISO in UTC. */
export interface NoticeValues {
  /** As this partner stated it; null when the registration names none. Absent where no customer is meant. */
  customer?: string | null;
  /** The partner that is written to. */
  partner?: string;
  /** Under which the partner finds the registration. */
  reference?: string;
  /** IANA zone in which instants are told; UTC unless given. */
  time_zone?: string;
  submitted_at?: string;
  decision_by?: string;
  /** Names of missing fields, or questions in staff's own words. */
  questions?: string[];
  answer_by?: string;
  protected_until?: string;
  days_left?: number;
  reason?: ClosureReason;
  evidence?: ShownField[];
  /** Absent where nothing can be appealed: it was the appeal, or nobody answered. */
  appeal_until?: string;
  /** Until when an incomplete registration can be completed. */
  reopen_until?: string;
  /** Subject of the message that no longer holds. */
  earlier?: string;
}

/** What a lifecycle tells partners: each kind with the values without which it says nothing. */
export type LifecycleNotices = Readonly<Record<string, readonly string[]>>;

/** The words of a deal's are in policy/messages, those of every other lifecycle in a folder of its name there. */
export const NOTICES: Record<Lifecycle, LifecycleNotices> = {
  deal: DEAL_NOTICES,
};

/** Every kind by its qualified name (domain/lifecycles.ts), with the values that it needs. */
export const NEEDED_VALUES: LifecycleNotices = Object.fromEntries(
  LIFECYCLES.flatMap((lifecycle) =>
    Object.entries(NOTICES[lifecycle]).map(([kind, needed]) => [qualified(lifecycle, kind), needed]),
  ),
);

/**
 * The language of a notice: the partner's (`de-AT` is served by `de`, `pt` by `pt-BR`), else their region's, else English.
 * `fellBack` when it is not the partner's, so that the notice can say so.
 */
export function noticeLanguage(
  wanted: string,
  available: readonly string[],
  regional: string | null,
): { language: string; fellBack: boolean } {
  const serve = (locale: string | null) => {
    const [base] = (locale ?? '').toLowerCase().split(/[-_]/);
    return (
      available.find((each) => each.toLowerCase() === locale?.toLowerCase().replace('_', '-')) ??
      available.find((each) => each.toLowerCase() === base) ??
      available.find((each) => each.toLowerCase().split('-')[0] === base)
    );
  };
  const own = serve(wanted);
  return own ? { language: own, fellBack: false } : { language: serve(regional) ?? 'en', fellBack: true };
}

/**
 * Names and prices of other partners that a text for this partner holds; a notice with any must not be sent. Free words of staff
 * (questions, a correction) reach partners, so the finished text is what is looked at.
 */
export function foreignContent(
  text: string,
  others: { names: readonly string[]; prices: readonly string[] },
): string[] {
  const plain = text.toLowerCase();
  const digits = text.replace(/(?<=\d)[ .,'’\u00a0\u202f](?=\d)/g, '');
  return [
    ...others.names.filter((name) => name.trim().length > 1 && plain.includes(name.trim().toLowerCase())),
    ...others.prices.filter((price) => {
      const number = price.replace(/[^\d]/g, '').replace(/00$/, '');
      return number.length > 2 && new RegExp(`(?<!\\d)${number}(?:00)?(?!\\d)`).test(digits);
    }),
  ];
}
