import { CLAIM_RULES } from './claim/rules.ts';
import { CLAWBACK_RULES } from './clawback/rules.ts';
import type { Clause } from './deal/conflict.ts';
import type { SubmissionProblem } from './deal/evidence.ts';
import type { DealPolicy } from './deal/policy.ts';
import type { DocumentProblem } from './documents/document.ts';
import type { Lifecycle } from './lifecycles.ts';

/** Rules that the product itself names. */
type NamedRule =
  | 'required'
  | 'match.known'
  | `conflict.${Clause | 'domain' | 'name' | 'similar_name'}`
  | `partner.${'unknown' | 'inactive' | 'tier'}`
  | `eligibility.${'tier' | 'certification' | 'territory' | 'mdf_balance'}`
  | `unknown.${'certification' | 'mdf_balance'}`
  | `submission.${SubmissionProblem | 'extracted' | 'no_rate' | 'in_text'}`
  | `document.${DocumentProblem | 'incomplete'}`
  | `mdf.${'no_proof' | 'proof_date' | 'no_amount' | 'balance_unknown' | 'balance'}`
  | `score.${keyof DealPolicy['weights'] | 'low'}`
  | 'effect'
  | 'rollout.blind'
  | 'rollback.money';

type OtherLifecycle = Exclude<Lifecycle, 'deal'>;

/** What the rules of the other lifecycles are called; their codes begin with the lifecycle: `claim.period`. */
const OWN = { claim: CLAIM_RULES, clawback: CLAWBACK_RULES } as const satisfies Record<
  OtherLifecycle,
  Record<string, string>
>;

type OwnRule = { [L in OtherLifecycle]: `${L}.${keyof (typeof OWN)[L] & string}` }[OtherLifecycle];

/** The rule of a reason: one of ours, or a condition that policy/programs/deal.yaml names. */
export type RuleCode = NamedRule | OwnRule | `always_person.${string}`;

/** What each rule is called where a person reads it: a few words that stand alone, as a heading or in a list. */
const NAMES: Record<NamedRule, string> = {
  required: 'a required field is missing',
  'match.known': 'a known customer, nothing under way',
  'conflict.protected': "another partner's protection runs",
  'conflict.registered': 'another partner has registered it',
  'conflict.duplicate': 'the same partner registered it before',
  'conflict.active_cycle': 'own sellers are working on it',
  'conflict.open_opportunity': 'an own opportunity is open',
  'conflict.direct_touch': 'own sellers were in touch lately',
  'conflict.hierarchy': 'something runs with a company of its group',
  'conflict.possible_account': 'a known account may be the customer',
  'conflict.namesake': 'another partner holds a like name',
  'conflict.domain': "the customer's domain is known",
  'conflict.name': "the customer's name is known",
  'conflict.similar_name': "the customer's name is close to a known one",
  'partner.unknown': 'the partner is not in the PRM',
  'partner.inactive': 'the partner is not active',
  'partner.tier': 'this tier is always reviewed',
  'eligibility.tier': 'the program is not open to this tier',
  'eligibility.certification': 'a certification is lacking',
  'eligibility.territory': "outside the partner's territories",
  'eligibility.mdf_balance': 'too little in market development funds',
  'unknown.certification': 'certifications are not known',
  'unknown.mdf_balance': 'the balance of funds is not known',
  'submission.extracted': 'read from free text',
  'submission.no_rate': 'no exchange rate for its day',
  'submission.in_text': 'a needed detail stands only in the notes',
  'submission.customer_ambiguous': 'several companies may be the customer',
  'submission.opportunity_ambiguous': 'several opportunities are named',
  'submission.amount_ambiguous': 'the amount can be read in several ways',
  'submission.amount_range': 'the amount is a range',
  'submission.amount_periodic': 'the amount is per month or unit',
  'submission.amount_unreadable': 'the amount cannot be read',
  'submission.amount_zero': 'the value is zero',
  'submission.currency_missing': 'the currency is not named',
  'submission.currency_ambiguous': 'the currency can be read in several ways',
  'submission.date_ambiguous': 'the date can be read in several ways',
  'submission.date_imprecise': 'the date names no day',
  'submission.date_period': 'the date names a period',
  'submission.date_bound': 'the date is a bound',
  'submission.date_fiscal': 'the date names a fiscal period',
  'submission.date_invalid': 'the date is no day of the calendar',
  'submission.date_unreadable': 'the date cannot be read',
  'submission.date_without_anchor': 'the date depends on an unknown day of writing',
  'submission.contact_ambiguous': 'several addresses may be the contact',
  'submission.contact_is_partners': "the only address is the partner's own",
  'submission.notes_ambiguous': 'the text holds several notes',
  'submission.budget_unread': 'the budget cannot be read',
  'submission.timeline_unread': 'the start of the project cannot be read',
  'submission.mdf_unread': 'the funded activity cannot be read',
  'submission.unprintable_characters': 'characters were removed from a text',
  'submission.attached_mail_left_out': 'an attached mail names no customer',
  'submission.attachments_left_out': 'there were too many attachments',
  'submission.document_incomplete': 'a document lacks something it needs',
  'submission.close_date_past': 'the close date is past',
  'submission.submission_in_future': 'it is dated in the future',
  'submission.partner_missing': 'the partner is not named',
  'submission.partner_unconfirmed': 'the sender is not proved',
  'submission.encoding_guessed': 'the encoding was guessed',
  'submission.encoding_open': 'the encoding is not known',
  'submission.amount_decimals': 'the amount has too many decimals',
  'submission.amount_malformed': 'the amount is no plain number',
  'submission.amount_negative': 'the amount is negative',
  'submission.amount_too_large': 'the amount is too large',
  'submission.currency_unknown': 'the currency is not known',
  'submission.date_malformed': 'the close date is no date',
  'submission.email_malformed': 'the contact is no e-mail address',
  'submission.field_ambiguous': 'two fields differ',
  'submission.id_characters': 'an id holds invisible characters',
  'submission.missing_id': 'it has no id',
  'submission.timestamp_malformed': 'its time of submission is no instant',
  'submission.too_long': 'a field is too long',
  'submission.version_malformed': 'its version cannot be read',
  'submission.wrong_type': 'a field has the wrong type',
  'submission.answered_by_mail': 'the partner answered by e-mail',
  'submission.answered_by_proved_mail': 'the partner answered by e-mail, its sender proved',
  'submission.answered_by_hand': 'a colleague entered the answer',
  'submission.record_merged': 'its record was merged into another one',
  'submission.reopened_late': 'it was reopened after its time',
  'submission.appealed': 'its rejection was appealed',
  'submission.attachment_active_content': 'a file can run something',
  'submission.attachment_empty': 'a file is empty',
  'submission.attachment_executable': 'a file is a program',
  'submission.attachment_nested_archive': 'an archive holds archives',
  'submission.attachment_old_office_format': 'a file has an old Office format',
  'submission.attachment_packed_archive': 'a file is a packed archive',
  'submission.attachment_pdf_active': 'a PDF can run something',
  'submission.attachment_pdf_broken': 'a PDF is broken',
  'submission.attachment_pdf_encrypted': 'a PDF is encrypted',
  'submission.attachment_zip_bomb': 'an archive unpacks to far too much',
  'submission.attachment_zip_broken': 'an archive is broken',
  'submission.attachment_zip_encrypted': 'an archive is encrypted',
  'submission.attachment_unreadable_broken': 'a file that came along is broken',
  'submission.attachment_unreadable_document': 'a file that came along cannot be read',
  'submission.attachment_unreadable_encrypted': 'a file that came along is encrypted',
  'submission.attachment_unreadable_too_large': 'a file that came along is too large to be read',
  'submission.attachment_unreadable_too_slow': 'a file that came along takes too long to be read',
  'submission.attachment_unreadable_unsupported': 'a file that came along is of an unknown kind',
  'document.incomplete': 'a document lacks something it needs',
  'document.broken': 'a document is broken',
  'document.encrypted': 'a document is encrypted',
  'document.too_large': 'a document is too large to be read',
  'document.too_slow': 'a document takes too long to be read',
  'document.unsupported': 'a document is of an unknown kind',
  'mdf.no_proof': 'no proof that the activity took place',
  'mdf.proof_date': 'the proof is dated outside the window',
  'mdf.no_amount': "the activity's amount is not stated",
  'mdf.balance_unknown': 'the balance of funds is not known',
  'mdf.balance': 'the funds do not cover the activity',
  'score.low': 'the score is low',
  'score.tier': "score: the partner's tier",
  'score.winRate': "score: the partner's win rate",
  'score.completeness': 'score: how complete it is',
  'score.customerFit': 'score: how well the customer fits',
  'score.certification': "score: the partner's certification",
  'score.performance': "score: the partner's performance",
  effect: 'it cannot be proved that a write landed',
  'rollout.blind': 'decided blind, to measure the machine',
  'rollback.money': 'the undo moves money',
};

/** What is said where no rule speaks against a case and yet a person was asked. */
export const NOTHING_AGAINST = 'nothing speaks against it; its segment asks for a person';

/**
 * A rule in words. Also for codes that came from a stored decision: one that this version no longer knows is read out as it is
 * written.
 */
export function ruleName(rule: string): string {
  if (Object.hasOwn(NAMES, rule)) return NAMES[rule as NamedRule];
  const [lifecycle = '', ...own] = rule.split('.');
  const name = (OWN as Record<string, Record<string, string>>)[lifecycle]?.[own.join('.')];
  if (name !== undefined) return name;
  const [family = '', ...rest] = rule.replaceAll('_', ' ').split('.');
  return [family === 'always person' ? 'always a person' : family, ...rest].join(': ');
}

/** `own sellers are working on it (conflict.active_cycle)` */
export function ruleWithCode(rule: string): string {
  return `${ruleName(rule)} (${rule})`;
}
