import type { ReceivedClaim } from '../../../domain/claim/received-claim.ts';
import type { Json, JsonObject } from '../../../domain/json.ts';
import { keepDocuments, takeOverDocuments } from '../../store/claim/documents.ts';
import type { Tx } from '../../store/pool.ts';
import { openPerson, openSubject, seal, unseal } from '../../store/seal.ts';
import type { Vault } from '../../store/vault.ts';

/**
 * The stored form of a claim: each person with their own key, notes and names of files with one of the case. Its documents are kept apart, by
 * the hash of their content.
 */
export async function sealClaim(
  tx: Tx,
  vault: Vault,
  id: string,
  { contents, claim, ...received }: ReceivedClaim,
): Promise<JsonObject> {
  const { persons, documents, notes } = claim;
  const owner = notes === null && documents.length === 0 ? null : await openPerson(tx, vault, id);
  const own = (text: string | null) => (text === null || owner === null ? null : (seal(text, owner) as Json));
  const sealed: Json[] = [];
  for (const { person, share, consent } of persons)
    sealed.push({ person: seal(person, await openSubject(tx, vault, person)) as Json, share, consent });
  await keepDocuments(
    tx,
    vault,
    id,
    contents,
    persons.map(({ person }) => vault.personOf(person)),
  );
  await takeOverDocuments(
    tx,
    id,
    documents.map(({ hash }) => hash),
  );
  return {
    ...(received as unknown as JsonObject),
    claim: {
      ...(claim as unknown as JsonObject),
      persons: sealed,
      notes: own(notes),
      documents: documents.map(({ hash, name, type }) => ({ hash, name: own(name), type })),
    },
  };
}

/** The claim behind a stored form, without the bytes of its documents. @throws SubjectErased */
export async function openClaim(tx: Tx, vault: Vault, canonical: JsonObject): Promise<ReceivedClaim> {
  const { version: _version, content: _content, ...claim } = await unseal(tx, vault, canonical);
  return { ...(claim as unknown as Omit<ReceivedClaim, 'contents'>), contents: {} };
}
