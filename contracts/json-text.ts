import { z } from 'zod';

/** A JSON text, such as an environment variable holds. The message never repeats the text, which may hold secrets. */
export const jsonText = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});
