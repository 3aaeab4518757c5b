import { type Reason, reasonOf } from '../decision.ts';
import { compareMoney } from '../money.ts';
import type { DealEvidence } from './evidence.ts';
import type { DealPolicy, EligibilityRules } from './policy.ts';

/**
 * What of the partner does not meet the program's rules (mission DR9): status, tier, certifications, territory, funds. Nobody is
 * turned away by it: each goes to a person. What the PRM does not say is asked about wherever the program depends on it.
 */
export function eligibilityReasons(evidence: DealEvidence, policy: DealPolicy): Reason[] {
  const { partner, submission } = evidence;
  const source = `prm:Partner/${partner.id}`;
  if (!partner.known) return [reasonOf('partner.unknown', 'The partner is not in the PRM', source)];
  const rules = policy.eligibility[submission.program] ?? policy.eligibility.standard ?? NO_RULES;
  return [
    ...(partner.active
      ? []
      : [reasonOf('partner.inactive', 'The partner is not active', `${source}#active`)]),
    ...tierReasons(evidence, rules, source),
    ...certificationReasons(evidence, rules, source),
    ...territoryReasons(evidence, rules, source),
    ...fundsReasons(evidence, rules, source),
  ];
}

/** Reasons that say for certain that the partner may not register here: a rejection for one of them is `Ineligible`. */
export function isIneligible(reason: Reason): boolean {
  return reason.rule === 'partner.inactive' || reason.rule.startsWith('eligibility.');
}

const NO_RULES: EligibilityRules = {
  certifications: [],
  tiers: [],
  authorisedTerritory: true,
  mdfBalance: null,
};

function tierReasons({ partner }: DealEvidence, { tiers }: EligibilityRules, source: string): Reason[] {
  if (tiers.length === 0 || (partner.tier !== null && tiers.includes(partner.tier))) return [];
  const text = `The program is open to ${tiers.join(', ')} only`;
  return [reasonOf('eligibility.tier', text, `${source}#tier`, partner.tier ?? 'not available')];
}

function certificationReasons(
  { partner }: DealEvidence,
  { certifications }: EligibilityRules,
  source: string,
): Reason[] {
  const at = `${source}#certifications`;
  if (certifications.length > 0 && partner.certifications === null)
    return [
      reasonOf('unknown.certification', 'The program needs certifications that the PRM does not tell', at),
    ];
  const held = new Set(partner.certifications?.map(plain));
  return certifications
    .filter((needed) => !held.has(plain(needed)))
    .map((needed) =>
      reasonOf(
        'eligibility.certification',
        'The partner lacks a certification that the program needs',
        at,
        needed,
      ),
    );
}

function territoryReasons(
  { partner, submission }: DealEvidence,
  { authorisedTerritory }: EligibilityRules,
  source: string,
): Reason[] {
  if (!authorisedTerritory || partner.territories === null) return [];
  const authorised = new Set(partner.territories.map(plain));
  return submission.territories
    .filter((territory) => !authorised.has(plain(territory)))
    .map((territory) =>
      reasonOf(
        'eligibility.territory',
        'The partner is not authorised for a territory of the deal',
        `${source}#territories`,
        territory,
      ),
    );
}

function fundsReasons({ partner }: DealEvidence, { mdfBalance }: EligibilityRules, source: string): Reason[] {
  if (mdfBalance === null) return [];
  const at = `${source}#mdfBalance`;
  const balance = partner.mdfBalance;
  if (balance === null || balance.currency !== 'USD')
    return [
      reasonOf(
        'unknown.mdf_balance',
        'The program needs a balance of funds that the PRM does not tell in USD',
        at,
      ),
    ];
  if (compareMoney(balance, { amount: mdfBalance, currency: 'USD' }) >= 0) return [];
  return [
    reasonOf(
      'eligibility.mdf_balance',
      `The program needs USD ${mdfBalance} of market development funds`,
      at,
      balance.amount,
    ),
  ];
}

function plain(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
