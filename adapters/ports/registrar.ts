import type { Json } from '../../domain/json.ts';
import type { PrmPort } from './prm.ts';

/** Where registrations are entered: reads the one that its webhook speaks of. */
export interface Registrar extends Pick<PrmPort, 'reported' | 'deal'> {
  /** The events of one delivery, where the vendor sends several at once; null when the body is none of its deliveries. */
  delivered?(body: unknown): DeliveredEvent[] | null;
}

export interface DeliveredEvent {
  /** Names the event through all attempts to deliver it; null when it cannot be read. */
  key: string | null;
  /** The record that it is about: one reading serves all its events. */
  record: string;
  /** What `reported` takes; the same through all attempts. */
  event: Json;
}
