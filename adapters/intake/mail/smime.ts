import { type BaseBlock, Constructed, fromBER, ObjectIdentifier, OctetString } from 'asn1js';

/** What an S/MIME envelope holds: a signed mail, or why it cannot be read. */
export type SmimeContent = { signed: Buffer } | { code: 'encrypted' | 'broken' };

/** Content types (RFC 5652). */
const SIGNED = '1.2.840.113549.1.7.2';
const ENVELOPED = new Set(['1.2.840.113549.1.7.3', '1.2.840.113549.1.7.6', '1.2.840.113549.1.9.16.1.23']);

/**
 * The mail inside an opaque S/MIME message (RFC 8551, 3.5.2). Its signature is not checked: it says nothing of whose registration it is,
 * and whoever reads the mail sees that nobody has checked it.
 */
export function readSmime(bytes: Buffer): SmimeContent {
  const [type, content] = partsOf(structureOf(bytes));
  const oid = type instanceof ObjectIdentifier ? type.valueBlock.toString() : '';
  if (ENVELOPED.has(oid)) return { code: 'encrypted' };
  if (oid !== SIGNED) return { code: 'broken' };
  // SignedData: version, digest algorithms, then the content that is signed.
  const [, , encapsulated] = partsOf(partsOf(content)[0]);
  const octets = partsOf(partsOf(encapsulated)[1])[0];
  const signed = octets instanceof OctetString ? Buffer.from(octets.getValue()) : null;
  return signed && signed.length > 0 ? { signed } : { code: 'broken' };
}

/** The reader answers for wrong lengths, and throws for wrong values, such as a time that is none. */
function structureOf(bytes: Buffer): BaseBlock | undefined {
  try {
    const { offset, result } = fromBER(bytes);
    return offset === -1 ? undefined : result;
  } catch {
    return undefined;
  }
}

function partsOf(block: BaseBlock | undefined): BaseBlock[] {
  return block instanceof Constructed ? (block.valueBlock.value as BaseBlock[]) : [];
}
