import type { ReviewQuestion } from '../questions.ts';

/** What the review of a claim asks. */
export const CLAIM_QUESTION: ReviewQuestion = {
  question: 'may this claim be paid?',
  approving:
    'Every line that no rule rejects is accrued to its payee, which a rollback books back, and the partner gets an e-mail, which nothing undoes.',
  edits: () => ({ lines: [{ line: '1', quantity: '8' }] }),
  ask: 'Which invoice shows the sale?',
};
