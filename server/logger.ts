import pino, { type DestinationStream, type Logger } from 'pino';

/**
 * JSON lines on stdout. The server logs routes, states, ids and codes only; this list cuts out what a careless line would
 * still bring, and errors lose their message, which may quote input.
 */
export function serverLogger(level: string, destination?: DestinationStream): Logger {
  const names = [
    'authorization',
    'password',
    'secret',
    'secrets',
    'token',
    'body',
    'headers',
    'email',
    'primary_contact_email',
    'partner_notes',
    'submitted_by',
  ];
  const options = {
    name: 'quarterdeck-server',
    level,
    redact: { paths: names.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[cut]' },
    serializers: { err: nameOf, error: nameOf },
  };
  return destination ? pino(options, destination) : pino(options);
}

/** What may be said of an error: its class and code, never its message. */
function nameOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return { name: error.name, code: (error as { code?: unknown }).code };
}
