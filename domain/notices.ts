import { CLAIM_NOTICES } from './claim/notices.ts';
import { CLAWBACK_NOTICES } from './clawback/notices.ts';
import { DEAL_NOTICES } from './deal/notices.ts';
import { LIFECYCLES, type Lifecycle, qualified } from './lifecycles.ts';

/** What any notice can tell; a lifecycle adds its own. Days are ISO dates, instants ISO in UTC. */
export interface NoticeValues {
  /** The partner that is written to. */
  partner?: string;
  /** Under which the partner finds the case. */
  reference?: string;
  /** IANA zone in which instants are told; UTC unless given. */
  time_zone?: string;
  /** Subject of the message that no longer holds. */
  earlier?: string;
}

/** What a lifecycle tells partners: each kind with the values without which it says nothing. */
export type LifecycleNotices = Readonly<Record<string, readonly string[]>>;

/** The words of each lifecycle are in the folder of its name in policy/messages. */
export const NOTICES: Record<Lifecycle, LifecycleNotices> = {
  deal: DEAL_NOTICES,
  claim: CLAIM_NOTICES,
  clawback: CLAWBACK_NOTICES,
};

/** Every kind by its qualified name (domain/lifecycles.ts), with the values that it needs. */
export const NOTICE_KINDS: Readonly<Record<string, { lifecycle: Lifecycle; needed: readonly string[] }>> =
  Object.fromEntries(
    LIFECYCLES.flatMap((lifecycle) =>
      Object.entries(NOTICES[lifecycle]).map(([kind, needed]) => [
        qualified(lifecycle, kind),
        { lifecycle, needed },
      ]),
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
