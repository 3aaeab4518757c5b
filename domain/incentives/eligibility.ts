import { dayAfter } from '../day-after.ts';
import type { Claim, ClaimLine } from './claim.ts';
import { type ConditionFacts, holds } from './condition.ts';
import type { IncentiveProgram } from './program.ts';
import { selects, skuFits } from './selector.ts';

/** Why a line is not payable, or why it cannot be told. */
export interface Finding {
  rule: EligibilityRule;
  /** `unknown`: the facts do not say, so that a person looks. */
  kind: 'not_eligible' | 'unknown';
  text: string;
  /** What would make the line payable; null: nothing would. */
  remedy: string | null;
  /** The record that says so. */
  record: string;
}

export type EligibilityRule =
  | 'window'
  | 'early'
  | 'late'
  | 'tier'
  | 'region'
  | 'certification'
  | 'sku'
  | 'deal'
  | 'vendor'
  | 'request'
  | 'public_sector'
  | 'country'
  | 'agreement'
  | 'consent'
  | 'payee'
  | 'exchange'
  | `condition.${string}`;

/**
 * What speaks against a line, by the version of the program of the day of its sale. Empty: it is payable.
 * @param program undefined: no version had begun
 */
export function lineFindings(
  program: IncentiveProgram | undefined,
  claim: Claim,
  line: ClaimLine,
): Finding[] {
  if (!program || line.soldOn < program.window.from || line.soldOn > program.window.to)
    return [
      no(
        'window',
        `The sale of ${line.soldOn} is outside the window of the program`,
        null,
        line.source.record,
      ),
    ];
  return [
    ...submitted(program, claim, line),
    ...partnerFindings(program, line),
    ...saleFindings(program, line),
    ...payeeFindings(program, claim, line),
    ...conditionFindings(program, line),
  ];
}

function submitted({ submit }: IncentiveProgram, claim: Claim, { soldOn, source }: ClaimLine): Finding[] {
  if (claim.submittedOn < soldOn)
    return [
      unknown(
        'early',
        `It was submitted on ${claim.submittedOn}, before the sale of ${soldOn}`,
        source.record,
      ),
    ];
  const last = dayAfter(soldOn, submit.withinDays + (claim.extended ? submit.extensionDays : 0));
  if (claim.submittedOn <= last) return [];
  const extension =
    !claim.extended && claim.submittedOn <= dayAfter(last, submit.extensionDays)
      ? 'An extension of the time, granted by a channel manager'
      : null;
  return [
    no(
      'late',
      `It was submitted on ${claim.submittedOn}, and the last day was ${last}`,
      extension,
      source.record,
    ),
  ];
}

function partnerFindings(program: IncentiveProgram, line: ClaimLine): Finding[] {
  const { tiers, regions, certifications } = program.eligibility;
  const { partner } = line;
  const { record } = partner;
  // Rules and bonuses that go by what is not known would be passed by, and the line earn less than it should.
  const paying = [...program.rules, ...program.bonuses].filter((one) =>
    selects({ ...one, tiers: [], regions: [] }, { ...line, tier: '', region: '' }),
  );
  const decides = (lists: 'tiers' | 'regions') =>
    [program.eligibility, ...paying].some((one) => one[lists].length > 0);
  const oneOf = (rule: 'tier' | 'region', value: string | null, admitted: readonly string[]) => {
    if (value === null)
      return decides(`${rule}s`)
        ? [unknown(rule, `The partner’s ${rule} on the day of the sale is not known`, record)]
        : [];
    if (admitted.length === 0 || admitted.includes(value)) return [];
    const text = `The program is for ${admitted.join(', ')}; on the day of the sale the partner’s ${rule} was ${value}`;
    return [no(rule, text, null, record)];
  };
  const lacking = certifications.filter((one) => !partner.certifications?.includes(one));
  return [
    ...oneOf('tier', partner.tier, tiers),
    ...oneOf('region', partner.region, regions),
    ...(lacking.length === 0
      ? []
      : partner.certifications === null
        ? [
            unknown(
              'certification',
              'The partner’s certifications on the day of the sale are not known',
              record,
            ),
          ]
        : [
            no(
              'certification',
              `On the day of the sale the partner was not certified for ${lacking.join(', ')}`,
              'Proof that the certification was valid on that day',
              record,
            ),
          ]),
  ];
}

function saleFindings({ eligibility, proof, notPayable }: IncentiveProgram, line: ClaimLine): Finding[] {
  const { record } = line.source;
  const { countries, publicSector } = notPayable;
  return [
    ...(eligibility.skus.length === 0 || eligibility.skus.some((one) => skuFits(one, line.sku))
      ? []
      : [no('sku', `The program does not pay for ${line.sku}`, null, record)]),
    ...(eligibility.deal && line.deal === null
      ? [
          no(
            'deal',
            'The sale belongs to no approved deal registration',
            'The approved registration of the sale',
            record,
          ),
        ]
      : []),
    ...(proof.vendors.length === 0 || (line.vendor !== null && proof.vendors.includes(line.vendor))
      ? []
      : line.vendor === null
        ? [unknown('vendor', 'It is not known whose invoice it is', record)]
        : [
            no('vendor', `${line.vendor} is no approved vendor`, 'The invoice of an approved vendor', record),
          ]),
    ...(publicSector && line.publicSector !== false
      ? line.publicSector === null
        ? [unknown('public_sector', 'It is not known whether the customer is a public body', record)]
        : [no('public_sector', 'Nothing is paid for sales to public bodies', null, record)]
      : []),
    ...(countries.length > 0 && line.country === null
      ? [unknown('country', 'The country of the customer is not known', record)]
      : []),
    ...(line.country !== null && countries.includes(line.country)
      ? [no('country', `Nothing is paid for sales to customers in ${line.country}`, null, record)]
      : []),
  ];
}

function payeeFindings(program: IncentiveProgram, claim: Claim, line: ClaimLine): Finding[] {
  const { record } = line.source;
  const without = claim.persons.filter(({ consent }) => consent === null);
  return [
    ...(claim.agreement === null
      ? [
          unknown(
            'agreement',
            'No partner agreement is known to be in force on the day of the sale',
            line.partner.record,
          ),
        ]
      : []),
    ...(program.payee === 'person' && claim.persons.length === 0
      ? [
          no(
            'payee',
            'The program pays persons, and the claim names none',
            'The person who is to be paid',
            record,
          ),
        ]
      : []),
    ...(program.payee === 'person' && without.length > 0
      ? [
          no(
            'consent',
            'The consent of the partner to paying a person is not on file',
            'The signed consent',
            record,
          ),
        ]
      : []),
    ...(program.payee === 'partner' &&
    program.splits.some(({ to }) => to === 'distributor') &&
    claim.distributor === null
      ? [no('payee', 'The claim names no distributor to share with', 'The distributor of the sale', record)]
      : []),
    ...(program.caps.some(({ per }) => per === 'request') ? requestFindings(program, claim, record) : []),
    ...(line.amount.currency !== program.currency && line.exchange === null
      ? [unknown('exchange', `There is no rate of ${line.amount.currency} for the day of the sale`, record)]
      : []),
  ];
}

function requestFindings({ currency }: IncentiveProgram, { request }: Claim, record: string): Finding[] {
  if (request === null)
    return [
      no('request', 'No request for funds was approved before the activity', 'The approved request', record),
    ];
  return request.approved.currency === currency
    ? []
    : [
        unknown(
          'request',
          `The request is in ${request.approved.currency}, and the program pays in ${currency}`,
          request.record,
        ),
      ];
}

function conditionFindings({ eligibility }: IncentiveProgram, line: ClaimLine): Finding[] {
  const facts = conditionFacts(line);
  return eligibility.conditions.flatMap(({ condition, when, text }) => {
    const said = holds(when, facts);
    if (said === true) return [];
    const rule = `condition.${condition}` as const;
    return said === false
      ? [no(rule, text, null, line.source.record)]
      : [unknown(rule, `It cannot be told, because a fact is not known: ${text}`, line.source.record)];
  });
}

/** What is known of a line, under the names of conditions. */
function conditionFacts(line: ClaimLine): ConditionFacts {
  const known = (facts: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== null));
  const { sku, quantity, amount, country, publicSector, vendor, partner } = line;
  return {
    sale: known({
      ...{ sku, quantity, country, vendor },
      ...{ amount: Number(amount.amount), currency: amount.currency, public_sector: publicSector },
    }),
    partner: known({
      ...{ tier: partner.tier, region: partner.region },
      ...{ country: partner.country, certifications: partner.certifications },
    }),
  };
}

const no = (rule: EligibilityRule, text: string, remedy: string | null, record: string): Finding => ({
  ...{ rule, kind: 'not_eligible' as const, text, remedy, record },
});
const unknown = (rule: EligibilityRule, text: string, record: string): Finding => ({
  ...{ rule, kind: 'unknown' as const, text, remedy: null, record },
});
