import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import { readDocument } from '../../adapters/documents/read-document.ts';
import { VendorFault } from '../../adapters/ports/call.ts';
import {
  documentBytes,
  type KeptReading,
  keepReading,
  unreadDocuments,
} from '../../adapters/store/claim/documents.ts';
import { transact } from '../../adapters/store/pool.ts';
import { SubjectErased } from '../../adapters/store/seal.ts';
import { statement } from '../../adapters/store/statement.ts';
import { submissionOf } from '../../adapters/store/submissions.ts';
import type { StatedClaim } from '../../domain/claim/stated-claim.ts';
import type { LookRequest } from '../kit/frozen-look.ts';
import type { ClaimDeps } from './records.ts';

export function documentActivities({ store, vault }: Pick<ClaimDeps, 'store' | 'vault'>) {
  return {
    /** Hashes of the documents of a revision of which nothing was read yet. */
    async unreadDocuments({ case: id, revision }: LookRequest): Promise<string[]> {
      const db = statement(store);
      const kept = await submissionOf(db, id, revision);
      const { documents = [] } = (kept?.canonical.claim ?? {}) as unknown as Partial<StatedClaim>;
      return unreadDocuments(
        db,
        id,
        documents.map(({ hash }) => hash),
      );
    },

    /**
     * Reads one document in a thread and keeps what was read, or why nothing was. Repeating it changes nothing. It is tried until it is kept, however
     * long Postgres is away; one over which worker after worker has died is kept as broken.
     */
    async readDocument(caseId: string, hash: string): Promise<void> {
      const begun = Number(activityInfo().heartbeatDetails ?? 0);
      let told = begun;
      const beats = setInterval(() => heartbeat(told), 5_000);
      const tell = (count: number) => {
        told = count;
        heartbeat(told);
      };
      try {
        const bytes = await documentBytes(statement(store), vault, caseId, hash);
        if (!bytes) return;
        // Only a worker that dies leaves this count behind: what it says is of readings that never ended.
        tell(begun + 1);
        const kept =
          begun < MOST_BEGUN ? await readingOf(hash, bytes).finally(() => tell(begun)) : brokenBy(hash);
        await transact(store, (tx) => keepReading(tx, vault, caseId, hash, kept));
      } catch (error) {
        // Nobody may read it any more; a person is told that it was not.
        if (!(error instanceof SubjectErased)) throw error;
      } finally {
        clearInterval(beats);
      }
    },
  };
}

/** So many workers may die while they read a document. */
const MOST_BEGUN = 3;

const brokenBy = (document: string): KeptReading => ({ unread: { document, code: 'broken' } });

async function readingOf(hash: string, bytes: Buffer): Promise<KeptReading> {
  try {
    // By its bytes alone: nothing that a file is called changes how it is read.
    return { reading: await readDocument({ name: hash, bytes }, { signal: cancellationSignal() }) };
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    return { unread: { document: hash, code: error.code ?? 'unsupported' } };
  }
}
