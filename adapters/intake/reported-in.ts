import type { Fault } from '../../contracts/problem.ts';
import { VendorFault } from '../ports/call.ts';

/** What an event is about, as its vendor's reader answers it; undefined where it had to name something and names nothing. */
export function reportedIn<T>(reported: (event: unknown) => T, event: unknown): T | undefined {
  try {
    return reported(event);
  } catch (error) {
    if (error instanceof VendorFault && error.code === 'missing_id') return undefined;
    throw error;
  }
}

export const MISSING_ID: Fault = {
  code: 'missing_id',
  title: 'The call names no record.',
  field: 'id',
  fix: "Send the record's id.",
};
