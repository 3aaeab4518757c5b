import type { ReviewQuestion } from '../questions.ts';

/** What the review of a registration asks. */
export const DEAL_QUESTION: ReviewQuestion = {
  question: 'may this registration be approved?',
  approving:
    'Each is written to PRM and CRM, which a rollback undoes, and its partner gets an e-mail, which nothing undoes. No money moves.',
  edits: (soon) => ({ expected_close_date: soon }),
  ask: 'Which legal entity buys?',
};
