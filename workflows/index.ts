/** The bundle's entry: every workflow by the name under which it is started. */
export { auditCheckpoint } from './audit-checkpoint.ts';
export { dealRegistration } from './deal-registration.ts';
export { matchMirror } from './match-mirror.ts';
export { protection } from './protection.ts';
export { retention } from './retention.ts';
export { reversal } from './reversal.ts';
