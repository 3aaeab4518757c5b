import type { Lifecycle } from '../../domain/lifecycles.ts';
import type { NoticeValues } from '../../domain/notices.ts';
import { claimNoticeWords } from './claim/notice-words.ts';
import { dealNoticeWords } from './deal/notice-words.ts';
import type { NoticeWords } from './notice-words.ts';

/** Lifecycles whose notices need words of their own; most say plain values only. */
export const NOTICE_WORDS: Partial<Record<Lifecycle, NoticeWords<never, NoticeValues>>> = {
  deal: dealNoticeWords as NoticeWords<never, NoticeValues>,
  claim: claimNoticeWords as NoticeWords<never, NoticeValues>,
};
