import { ACCOUNT_FORGERIES } from './accounts.ts';
import { AUTHORITY_FORGERIES } from './authority.ts';
import { DECISION_FORGERIES } from './decisions.ts';
import type { Forgery } from './forgery.ts';
import { GRANT_FORGERIES } from './grants.ts';
import { INTAKE_FORGERIES } from './intake.ts';
import { KEY_FORGERIES } from './keys.ts';
import { LOOK_FORGERIES } from './looks.ts';
import { OWNER_AUTHORITY_FORGERIES } from './owner-authority.ts';
import { OWNER_RECORD_FORGERIES } from './owner-records.ts';
import { POLICY_FORGERIES } from './policies.ts';
import { PROMOTION_FORGERIES } from './promotions.ts';
import { RECORD_FORGERIES } from './records.ts';

/** Every forgery, by the role of our own processes or by whoever owns the database. */
export const FORGERIES: readonly Forgery[] = [
  ...KEY_FORGERIES,
  ...DECISION_FORGERIES,
  ...PROMOTION_FORGERIES,
  ...POLICY_FORGERIES,
  ...GRANT_FORGERIES,
  ...LOOK_FORGERIES,
  ...INTAKE_FORGERIES,
  ...ACCOUNT_FORGERIES,
  ...AUTHORITY_FORGERIES,
  ...RECORD_FORGERIES,
  ...OWNER_AUTHORITY_FORGERIES,
  ...OWNER_RECORD_FORGERIES,
];
