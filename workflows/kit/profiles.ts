import type { ActivityOptions, LocalActivityOptions } from '@temporalio/workflow';

/**
 * The named activity profiles: retry and time-outs are chosen here and nowhere else. Failures that must not be retried
 * are thrown as such by the activities (domain/failures.ts), so no profile lists them.
 */

/** Postgres and quick vendor calls inside the workflow task. Two attempts, then the same step as a regular activity. */
export const local: LocalActivityOptions = {
  startToCloseTimeout: '2 s',
  scheduleToCloseTimeout: '5 s',
  retry: { maximumAttempts: 2, initialInterval: '50 ms' },
};

/** Several quick writes as one step. No second attempt: what has not landed goes on by itself. */
export const localTogether: LocalActivityOptions = {
  startToCloseTimeout: '5 s',
  scheduleToCloseTimeout: '5 s',
  retry: { maximumAttempts: 1 },
};

/** One message inside the workflow task. No second attempt: whether the first has landed is not known here. */
export const localNotice: LocalActivityOptions = {
  startToCloseTimeout: '2 s',
  scheduleToCloseTimeout: '5 s',
  retry: { maximumAttempts: 1 },
};

/** So long a workflow task waits for a mail server or a channel; decisions of the case wait with it. */
export const QUICK_NOTICE_MS = 700;

/** Reads may wait out a vendor's bad quarter of an hour; then a person hears of it. */
export const read: ActivityOptions = {
  startToCloseTimeout: '30 s',
  scheduleToCloseTimeout: '15 min',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' },
};

/**
 * Writes carry the same effect key at every attempt; an outage longer than two hours becomes a gate of kind `effect`. A case goes on within
 * half a minute of the end of an outage.
 */
export const write: ActivityOptions = {
  startToCloseTimeout: '30 s',
  scheduleToCloseTimeout: '2 h',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' },
};

/** An undo is never given up by time: what we have written must be able to go. */
export const undo: ActivityOptions = {
  startToCloseTimeout: '60 s',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' },
};

/** Housekeeping over many rows: nobody waits for it, and a missed night is made good by the next. */
export const sweep: ActivityOptions = {
  startToCloseTimeout: '20 min',
  scheduleToCloseTimeout: '6 h',
  retry: { initialInterval: '10 s', backoffCoefficient: 2, maximumInterval: '10 min' },
};

/** Copying a vendor's changes, page by page: it goes on where it was, and what fails today is read in the next run. */
export const mirror: ActivityOptions = {
  startToCloseTimeout: '20 min',
  scheduleToCloseTimeout: '1 h',
  heartbeatTimeout: '5 min',
  retry: { initialInterval: '5 s', backoffCoefficient: 2, maximumInterval: '2 min' },
};

/** A stretch of a batch: it goes on where the rows say, and nothing of it is given up by time. */
export const stretch: ActivityOptions = {
  startToCloseTimeout: '10 min',
  heartbeatTimeout: '15 s',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' },
};

/** A model call is slow and may be refused; four attempts, then the template writer. */
export const model: ActivityOptions = {
  startToCloseTimeout: '3 min',
  scheduleToCloseTimeout: '30 min',
  heartbeatTimeout: '30 s',
  retry: { maximumAttempts: 4, initialInterval: '2 s', backoffCoefficient: 3 },
};

/** A notice that cannot be sent is recorded and never stops the case: it is tried for about three minutes, as soon as half a minute after an outage. */
export const notify: ActivityOptions = {
  startToCloseTimeout: '30 s',
  scheduleToCloseTimeout: '1 h',
  retry: { maximumAttempts: 8, initialInterval: '2 s', backoffCoefficient: 4, maximumInterval: '30 s' },
};

/**
 * A person has to hear of a question, whatever is away; the case goes on beside it. After an outage it is tried within a tenth of the time that the
 * outage took.
 */
export const untilTold: ActivityOptions = {
  startToCloseTimeout: '1 min',
  retry: { initialInterval: '30 s', backoffCoefficient: 1.1, maximumInterval: '10 min' },
};

/** Our own Postgres: a person's decision and its clock wait for it as long as it takes. */
export const record: ActivityOptions = {
  startToCloseTimeout: '30 s',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' },
};

/** Reading in a thread that has its own time. A worker that dies over it three times leaves it to a person. */
export const document: ActivityOptions = {
  startToCloseTimeout: '10 min',
  heartbeatTimeout: '20 s',
  retry: { maximumAttempts: 3, initialInterval: '1 s', backoffCoefficient: 2 },
};

/** Reading what a case waits for: the activity itself gives up a document over which workers die, and an outage is waited out. */
export const documentOfCase: ActivityOptions = {
  ...document,
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' },
};

/** A record that has to be fetched: a vendor's bad minute is waited for here, anything longer in Postgres. */
export const fetch: ActivityOptions = {
  startToCloseTimeout: '30 s',
  scheduleToCloseTimeout: '2 min',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '30 s' },
};

/** Submitting what was read, which may be thousands of rows. */
export const settle: ActivityOptions = {
  startToCloseTimeout: '30 min',
  heartbeatTimeout: '1 min',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '1 min' },
};

/** A write to a ticket: nobody waits for it, and one that fails is tried again by a later run. */
export const ticket: ActivityOptions = {
  startToCloseTimeout: '30 s',
  scheduleToCloseTimeout: '5 min',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '1 min' },
};

/** The same for what is taken back from one, in the time that an undo needs. */
export const ticketUndo: ActivityOptions = {
  ...ticket,
  startToCloseTimeout: undo.startToCloseTimeout ?? '60 s',
};
