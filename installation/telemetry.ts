import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import pino, { type Logger } from 'pino';

/** JSON lines on stdout. Keys that may hold a secret or personal data are cut out wherever they turn up. */
export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    // The SDK names its errors `error`; pino knows only `err` by itself.
    serializers: { error: pino.stdSerializers.err },
    redact: {
      paths: [
        '*.authorization',
        '*.apiKey',
        '*.clientSecret',
        '*.password',
        '*.token',
        '*.email',
        '*.primary_contact_email',
        '*.partner_notes',
      ],
      censor: '[cut]',
    },
  });
}

/** Once per process: the SDK's own logs as JSON through the same logger; Prometheus metrics where a port is given. */
export function installRuntime(logger: Logger, metricsAddress?: string): void {
  const level = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;
  Runtime.install({
    logger: new DefaultLogger('INFO', (entry) => {
      logger[level[entry.level]]({ ...entry.meta }, entry.message);
    }),
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
      ...(metricsAddress ? { metrics: { prometheus: { bindAddress: metricsAddress } } } : {}),
    },
  });
}
