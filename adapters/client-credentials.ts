import { exchange, faultKind, type HttpExchange } from './http.ts';
import { type Call, type FaultKind, VendorFault } from './ports/call.ts';

export interface OAuthClient {
  vendor: string;
  clientId: string;
  clientSecret: string;
  tokenUrl: string;
}

/**
 * Asks for a token with client credentials (RFC 6749, 4.4.2); the answer is the vendor's to read.
 * @throws VendorFault whose `certainlyNotLanded` speaks of the request that the token is for: it was never sent
 */
export async function askForToken(
  { vendor, clientId, clientSecret, tokenUrl }: OAuthClient,
  call: Call,
): Promise<HttpExchange> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const request = { vendor, method: 'POST' as const, url: tokenUrl, headers, body: form.toString() };
  return exchange(request, call).catch((error: unknown) => {
    if (!(error instanceof VendorFault)) throw error;
    throw new VendorFault({
      vendor,
      kind: error.kind,
      message: 'no answer to the sign-in',
      ...(error.code === undefined ? {} : { code: error.code }),
      certainlyNotLanded: true,
    });
  });
}

/**
 * What an answer without a token means. A refused client is answered with 400; anything from 300 to 499 is a matter of credentials or of the
 * host. A 2xx is a page of a proxy or of maintenance, which goes away by itself.
 */
export function signInFault(status: number): FaultKind {
  if (status >= 200 && status < 300) return 'unavailable';
  return status === 429 || status >= 500 ? faultKind(status) : 'auth';
}
