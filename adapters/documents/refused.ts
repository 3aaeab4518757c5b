import { VendorFault } from '../ports/call.ts';

/** A document that cannot be read, whoever asks and however often. @param code see DocumentsPort */
export function refused(code: string, message: string): VendorFault {
  return new VendorFault({ vendor: 'documents', kind: 'rejected', code, message, certainlyNotLanded: true });
}
