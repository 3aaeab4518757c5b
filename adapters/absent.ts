import { VendorFault } from './ports/call.ts';

/**
 * Whether a fault is the vendor's own word that there is no such record. An adapter gives such a fault a code; without one the 404 came
 * from a proxy or a wrong address, and says nothing of the record.
 */
export const isAbsent = (error: unknown) =>
  error instanceof VendorFault && error.kind === 'not_found' && error.code !== undefined;

/** What was asked for, or null where the vendor says that there is no such record. @throws VendorFault any other */
export async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}
