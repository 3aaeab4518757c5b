/** The task queues of one installation: a slow document, a vendor's rate limit, a model or a batch never holds up a decision. */
export const QUEUES = ['cases', 'documents', 'vendors', 'models', 'batches'] as const;
export type Queue = (typeof QUEUES)[number];

/** The Temporal name of a queue: that of the cases is the configured one, the others begin with it. */
export function queueName(taskQueue: string, queue: Queue): string {
  return queue === 'cases' ? taskQueue : `${taskQueue}-${queue}`;
}

/**
 * The steps in which a delivery is read, each on the queue of what it needs. `sender` and `partner` are the same reading: a mail that
 * may answer one of our questions needs to know its sender, for any other the partner only settles its language.
 */
export const STAGES = {
  /** The words of a mail, a PDF or a text. */
  text: 'documents',
  /** The rows of a large file. */
  rows: 'documents',
  /** The record that an event names, from the system in which it was entered. */
  record: 'vendors',
  sender: 'vendors',
  partner: 'vendors',
  /** The registration's fields, by rules. */
  fields: 'documents',
  /** What the rules left open, by a model. */
  gaps: 'models',
} as const satisfies Record<string, Queue>;
export type Stage = keyof typeof STAGES;

/** Where reading goes on when a stage fails for good; any other stage ends the reading. */
export const DISPENSABLE: Readonly<Partial<Record<Stage, Stage | 'settle'>>> = {
  partner: 'fields',
  gaps: 'settle',
};
