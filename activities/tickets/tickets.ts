import { type FollowDeps, ticketFollowActivities } from './follow-tickets.ts';
import { ticketWriteActivities } from './write-tickets.ts';

export const ticketActivities = (deps: FollowDeps) => ({
  ...ticketFollowActivities(deps),
  ...ticketWriteActivities(deps),
});
export type TicketActivities = ReturnType<typeof ticketActivities>;
