import type { Person } from '../domain/gate/authority.ts';

/** Where a person is reached, by channel. */
export interface Reach {
  email?: string;
  /** Slack's member id. */
  slack?: string;
  /** Id of the person in the PRM. */
  prm?: string;
}

/** A person of policy/people.yaml: what authority needs, and how to reach them. */
export interface PersonRecord extends Person {
  name: string;
  /** The same as `reach.email`. */
  email: string | null;
  reach: Reach;
}

/** Both ways of saying where a person's mail goes. */
export function reachOf(email: string | null, reach: Reach): Pick<PersonRecord, 'email' | 'reach'> {
  const address = email ?? reach.email ?? null;
  return { email: address, reach: address === null ? reach : { ...reach, email: address } };
}
