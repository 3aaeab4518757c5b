import { Client, type ClientOptions, Connection, isGrpcServiceError } from '@temporalio/client';
import { temporalSettings } from './temporal-settings.ts';

/** No Temporal server answers where one is expected. */
export class NoTemporal extends Error {}

/** gRPC: UNAVAILABLE and DEADLINE_EXCEEDED. */
const AWAY_CODES = [14, 4];

/** Whether an error means that the server is away or is only just starting, not that it was asked wrongly. */
export function temporalAway(error: unknown): boolean {
  if (error instanceof NoTemporal) return true;
  if (!(error instanceof Error)) return false;
  // The native connection says so in words.
  if (error.name === 'TransportError') return true;
  const grpc = isGrpcServiceError(error) ? error : error.cause;
  return isGrpcServiceError(grpc) && AWAY_CODES.includes(grpc.code);
}

/** @throws NoTemporal naming the address when no server answers there; WrongTemporalSettings */
export async function connectTemporal(options: Pick<ClientOptions, 'dataConverter'> = {}): Promise<{
  client: Client;
  connection: Connection;
  namespace: string;
  address: string;
}> {
  const config = temporalSettings();
  const namespace = config.namespace ?? 'default';
  const address = config.connectionOptions.address ?? 'localhost:7233';
  try {
    const connection = await Connection.connect({ ...config.connectionOptions, connectTimeout: '10 s' });
    return { client: new Client({ connection, namespace, ...options }), connection, namespace, address };
  } catch (cause) {
    throw new NoTemporal(
      `No Temporal server answers at ${address}. Start one with npm start, or set TEMPORAL_ADDRESS or a temporal.toml profile.`,
      { cause },
    );
  }
}
