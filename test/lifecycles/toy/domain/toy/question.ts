import type { ReviewQuestion } from '../questions.ts';

/** What the review of a toy asks. */
export const TOY_QUESTION: ReviewQuestion = {
  question: 'may these seats be granted?',
  approving: 'Each is written to the CRM, which a rollback undoes. No money moves.',
  edits: null,
  ask: 'What are the seats for?',
};
