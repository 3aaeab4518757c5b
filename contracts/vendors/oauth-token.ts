import { z } from 'zod';

/** What an OAuth 2.0 token endpoint answers to client credentials, as far as it is read. Source: RFC 6749, section 5.1. */
export const oauthToken = z.object({
  access_token: z.string().min(1),
  /** Seconds. */
  expires_in: z.number().positive().optional(),
});
