import type { Store, Tx } from '../../adapters/store/pool.ts';
import type { Calendars } from '../../contracts/calendars.ts';
import type { AuthorityPolicy, CaseFacts } from '../../domain/gate/authority.ts';
import type { AuthorityState } from '../../domain/gate/authority-log.ts';
import type { SlaPolicy } from '../../domain/gate/clock.ts';
import type { Gate } from '../../domain/gate/gate.ts';
import type { RoutingPolicy } from '../../domain/gate/routing.ts';
import type { TokenClaims } from '../../domain/gate/token.ts';
import type { Receipt, ReceiptBody } from '../../domain/receipt.ts';

/** policy/roles.yaml, sla.yaml, calendars.yaml and routing.yaml. */
export interface GatePolicy {
  authority: AuthorityPolicy;
  sla: SlaPolicy;
  calendars: Calendars;
  /** Every version, by date. */
  routing: RoutingPolicy[];
}

export interface GateDeps {
  store: Store;
  now: () => Date;
  /** Read at each use: authority is always the current one. */
  policy: () => GatePolicy;
  /** The signed authority in force (adapters/store/authority-log.ts, openAuthority): nothing else says who may decide. */
  authority: (tx: Tx) => Promise<AuthorityState>;
  /** What authority asks of a case (activities/case-facts.ts). */
  facts: (tx: Tx, caseId: string) => Promise<CaseFacts>;
  /** The claims of a token whose signature is good under this public key (adapters/keys/sign.ts, verifyToken). */
  verifyToken: (token: string, publicKey: string) => TokenClaims | undefined;
  /** Signs with the installation's key (adapters/keys/receipts.ts, signReceipt). */
  signReceipt: (body: ReceiptBody) => Receipt;
}

/** Every step of a gate names the case and itself: the same however often it is done again. Its answer is kept under the name. */
export interface GateStep {
  case: string;
  step: string;
}

/** A gate that is asked about again. */
export interface OfGate extends GateStep {
  gate: Gate;
}
