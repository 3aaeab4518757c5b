/** The bundle's entry: every workflow by the name under which it is started. */

export { auditCheckpoint } from './audit-checkpoint.ts';
export { batch } from './batch.ts';
export { incentiveClaim } from './claim/claim.ts';
export { clawback } from './clawback/clawback.ts';
export { dueProtections } from './deal/due-protections.ts';
export { protection } from './deal/protection.ts';
export { dealRegistration } from './deal/registration.ts';
export { intake } from './intake.ts';
export { matchMirror } from './match-mirror.ts';
export { startPeriod } from './period.ts';
export { retention } from './retention.ts';
export { reversal } from './reversal.ts';
export { tickets } from './tickets.ts';
