import { caseId } from '../../../domain/identity.ts';
import { draw, type Random } from '../random.ts';
import { cleanRegistrations, type Registration } from '../registrations.ts';
import type { Prepared } from './input.ts';

/** Partners of the sample channel, by what their segment may do by itself. */
const ASSISTED = '7003';
const SHADOW = '7006';

type Change = (registration: Registration) => Registration;
const as =
  (change: Record<string, unknown>): Change =>
  (registration) =>
    ({ ...registration, ...change }) as Registration;

/** Every way that a registration without a conflict can go, most often the one that nobody has to look at. */
const KINDS: readonly { change: Change; answer: Prepared['answer'] }[] = [
  { change: as({}), answer: null },
  { change: as({}), answer: null },
  { change: as({ source_partner_id: ASSISTED }), answer: { action: 'approve' } },
  { change: as({ source_partner_id: ASSISTED }), answer: { action: 'reject' } },
  { change: as({ source_partner_id: ASSISTED }), answer: null },
  { change: as({ source_partner_id: SHADOW }), answer: null },
  // Too much for a machine to grant.
  {
    change: as({ estimated_value: { amount: '250000.00', currency: 'USD' } }),
    answer: { action: 'approve' },
  },
  // The partner is asked for it.
  { change: as({ primary_contact_email: null }), answer: null },
];

/** So many registrations, each for a customer of its own, so that none depends on another: the same ones for the same seed. */
export function preparedRegistrations(random: Random, count: number): Prepared[] {
  const source = cleanRegistrations(random);
  return Array.from({ length: count }, () => {
    const { change, answer } = draw(random, KINDS);
    const body = change(source.next().value);
    const identity = { lifecycle: 'deal', source: 'api', externalId: body.deal_id, sequence: 1 } as const;
    return { case: caseId(identity), lifecycle: 'deal', body, answer, takenBack: false };
  });
}
