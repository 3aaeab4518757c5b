import type { Desk, Item } from '../../desk.ts';
import type { Partner } from '../../records.ts';

/** Plants one item; `turn` counts the items of its kind, so that a kind goes through its forms in order. */
export type Plant = (desk: Desk, turn: number, earlier: readonly Item[]) => Item;

export const FORMS = ['webhook', 'impartner', 'csv'] as const;

/** The element whose turn it is. */
export function inTurn<T>(list: readonly T[], turn: number): T {
  return list[turn % list.length] as T;
}

/** An active partner with approvals behind it, of a tier and, where named, region. */
export const known =
  (tier: Partner['tier'], region?: string) =>
  (partner: Partner): boolean =>
    partner.tier === tier &&
    partner.active &&
    partner.approvedRegistrations > 0 &&
    partner.certified &&
    partner.winRate >= 0.2 &&
    partner.performance >= 0.6 &&
    (region === undefined || partner.region === region);

/** Its registrations are approved without a person when nothing speaks against them. */
export const automated = known('Platinum', 'EMEA');
/** Its registrations could be approved, but a person confirms each. */
export const assisted = (partner: Partner): boolean =>
  known('Gold')(partner) || known('Platinum', 'AMER')(partner);
