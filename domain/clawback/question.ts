import type { ReviewQuestion } from '../questions.ts';

/** What the review of a clawback asks. */
export const CLAWBACK_QUESTION: ReviewQuestion = {
  question: 'is what was earned on this sale taken back?',
  approving:
    'What the partners have earned on these sales is taken back, as much of it as was refunded. A refund is a fact: a rollback corrects the notice and leaves it. A rejection releases what is on hold.',
  edits: null,
  ask: 'What did the customer get back, and on which day?',
};
