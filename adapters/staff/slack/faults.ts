import { slackAnswer } from '../../../contracts/vendors/slack.ts';
import { lookupTable } from '../../../domain/lookup-table.ts';
import { answersOf } from '../../answers.ts';
import { faultKind, type HttpExchange, succeeded } from '../../http.ts';
import type { FaultKind, VendorFault } from '../../ports/call.ts';
import { plainCode } from '../../vendor-words.ts';

/** What an error inside a 200 means, where it is not simply `rejected`. Source: errors of the methods that we call. */
const KINDS = lookupTable<FaultKind>({
  ratelimited: 'rate_limited',
  rate_limited: 'rate_limited',
  message_limit_exceeded: 'rate_limited',
  fatal_error: 'unavailable',
  internal_error: 'unavailable',
  service_unavailable: 'unavailable',
  request_timeout: 'unavailable',
  team_added_to_org: 'unavailable',
  external_channel_migrating: 'unavailable',
  not_authed: 'auth',
  invalid_auth: 'auth',
  token_revoked: 'auth',
  token_expired: 'auth',
  account_inactive: 'auth',
  missing_scope: 'auth',
  no_permission: 'auth',
  access_denied: 'auth',
  not_allowed_token_type: 'auth',
  org_login_required: 'auth',
  ekm_access_denied: 'auth',
  enterprise_is_restricted: 'auth',
  team_access_not_granted: 'auth',
  accesslimited: 'auth',
  two_factor_setup_required: 'auth',
  restricted_action: 'auth',
  channel_not_found: 'not_found',
  user_not_found: 'not_found',
  users_not_found: 'not_found',
  message_not_found: 'not_found',
});

/** Slack says that part of the work may have been done before these. */
const MAYBE_LANDED = new Set(['fatal_error', 'internal_error', 'service_unavailable']);

const FIXES = lookupTable<string>({
  not_authed: 'set botToken',
  invalid_auth: 'check botToken',
  token_revoked: 'install the app again and set its new botToken',
  token_expired: 'install the app again without token rotation and set its botToken',
  account_inactive: 'install the app again: its user or workspace was deactivated',
  channel_not_found:
    'the conversation is not one that the app may see; check reach.slack in policy/people.yaml',
  user_not_found: 'check reach.slack in policy/people.yaml',
  users_not_found: 'no Slack user has this e-mail address; set reach.slack in policy/people.yaml',
  user_disabled: 'the Slack user is deactivated; change reach in policy/people.yaml',
  not_in_channel: 'the app is not in this conversation any more; check reach.slack in policy/people.yaml',
  is_archived: 'the conversation is archived; check reach.slack in policy/people.yaml',
  edit_window_closed:
    'the workspace does not let messages be changed any more; let the app edit its messages at any time',
  cant_update_message: 'only the app that wrote a message may change it; keep the botToken of that app',
});

export const answers = answersOf('slack', 'the Web API');

/**
 * What an answer that is no success means.
 * @param answer of any status
 */
export function faultOf(answer: HttpExchange): VendorFault {
  const said = slackAnswer.safeParse(answer.json).data;
  if (said?.ok === false) return saidFault(answer, said.error, said.needed);
  if (succeeded(answer)) return answers.unreadable(answer);
  return answers.fault(answer);
}

function saidFault(answer: HttpExchange, error: string, needed: string | undefined): VendorFault {
  const code = plainCode(error);
  // A status that is an error itself says more than the body of a proxy.
  const kind = answer.status >= 400 ? faultKind(answer.status) : (KINDS[code ?? ''] ?? 'rejected');
  const landed = answer.status >= 500 || answer.status === 408 || MAYBE_LANDED.has(code ?? '');
  const fix = fixFor(code, needed);
  return answers.fault(answer, { kind, code, fix, certainlyNotLanded: !landed });
}

function fixFor(code: string | undefined, needed: string | undefined): string | undefined {
  if (code === 'missing_scope') return `add the scope ${scopes(needed)} to the app and install it again`;
  return FIXES[code ?? ''];
}

const scopes = (needed: string | undefined) =>
  needed !== undefined && /^[a-z._:,-]{1,200}$/.test(needed)
    ? needed
    : 'that it lacks (docs/adding-a-vendor.md lists them)';
