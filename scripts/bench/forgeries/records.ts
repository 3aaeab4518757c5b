import { type Forgery, refused } from './forgery.ts';

/** What was written once. */
export const RECORD_FORGERIES: readonly Forgery[] = [
  refused('evidence replaced', "update evidence set body = '{}'"),
  refused('evidence deleted', 'delete from evidence'),
  refused('the audit tail cut', 'delete from audit'),
  refused('a row of the audit changed', "update audit set body = '{}'"),
  refused('a head of the audit moved', 'update audit_heads set seq = 0'),
  refused('a checkpoint replaced', "update checkpoints set heads = '[]'"),
];
