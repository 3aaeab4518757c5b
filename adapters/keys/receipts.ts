import { type Receipt, type ReceiptBody, receiptText } from '../../domain/receipt.ts';
import { fingerprintOf, type SigningKey } from './keys.ts';
import { signText, verifyText } from './sign.ts';

/** Signs a receipt with the installation's key. */
export function signReceipt(key: SigningKey, body: ReceiptBody): Receipt {
  const unsigned = { ...body, kid: key.kid, fingerprint: key.fingerprint };
  return { ...unsigned, signature: signText(key.privateKey, 'receipt', receiptText(unsigned)) };
}

/** Whether a receipt is genuine, and if not, why. Needs nothing but the public key (SPKI, base64). */
export type ReceiptCheck = { genuine: true } | { genuine: false; why: string };

export function verifyReceipt(receipt: Receipt, publicKey: string): ReceiptCheck {
  const fingerprint = fingerprintOf(publicKey);
  if (receipt.fingerprint !== fingerprint || receipt.kid !== fingerprint.slice(0, 16))
    return {
      genuine: false,
      why: `it names the key ${receipt.fingerprint}, this is ${fingerprint}; ask the company for the other one`,
    };
  return verifyText(publicKey, 'receipt', receiptText(receipt), receipt.signature)
    ? { genuine: true }
    : { genuine: false, why: 'its signature does not fit its text: it was changed or never issued' };
}
