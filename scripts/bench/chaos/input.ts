import type { JsonObject } from '../../../domain/json.ts';
import type { Lifecycle } from '../../../domain/lifecycles.ts';
import type { Random } from '../random.ts';
import { preparedClaims } from './claims.ts';
import { preparedRegistrations } from './registrations.ts';

/** What a person does when they are asked. */
export type Answer =
  | { action: 'approve' | 'reject' | 'rollback' }
  | { action: 'override'; edits: JsonObject };

/** What a partner submits, and what people do about it. */
export interface Prepared {
  /** Its case. */
  case: string;
  lifecycle: Lifecycle;
  body: JsonObject;
  /** Null: nobody answers. */
  answer: Answer | null;
  /** Once its case has ended, one person takes it back and a second one agrees. */
  takenBack: boolean;
}

/** Of ten submissions three are claims. */
const CLAIMS = 0.3;

/** So many submissions, none of which depends on another: the same ones for the same seed. The last one is a registration. */
export function preparedInput(random: Random, count: number): Prepared[] {
  const claims = preparedClaims(random, Math.round(count * CLAIMS));
  const registrations = preparedRegistrations(random, count - claims.length);
  const [last] = registrations.splice(-1);
  const mixed: Prepared[] = [];
  while (claims.length + registrations.length > 0) {
    const isClaim = random() < claims.length / (claims.length + registrations.length);
    mixed.push(...(isClaim ? claims : registrations).splice(0, 1));
  }
  return last ? [...mixed, last] : mixed;
}
