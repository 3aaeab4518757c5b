import { expect, test } from '@jest/globals';
import type { JsonObject } from '../../domain/json.ts';
import { parseReceipt, type Receipt, receiptText } from '../../domain/receipt.ts';

const receipt: Receipt = {
  schemaVersion: 1,
  case: 'deal:files:1',
  round: 1,
  action: 'approve',
  by: 'p-ana',
  at: '2026-03-02T09:00:00.000Z',
  evidenceHash: 'e',
  decisionHash: 'd',
  policyVersion: null,
  authorityVersion: 4,
  signedWith: 'k1',
  audit: { seq: 3, hash: 'h' },
  kid: 'k0',
  fingerprint: 'f',
  signature: 's',
};

test('the signed text holds everything but the signature', () => {
  expect(JSON.parse(receiptText(receipt))).toEqual({ ...receipt, signature: undefined });
  expect(receiptText({ ...receipt, signature: 'other' })).toBe(receiptText(receipt));
  for (const name of Object.keys(receipt).filter((each) => each !== 'signature'))
    expect(receiptText({ ...receipt, [name]: 'changed' })).not.toBe(receiptText(receipt));
});

test('is read from JSON, and refused when a field is missing or of another type', () => {
  expect(parseReceipt(JSON.parse(JSON.stringify(receipt)))).toEqual(receipt);
  for (const name of Object.keys(receipt)) {
    const { [name]: _, ...rest } = receipt as unknown as JsonObject;
    expect(() => parseReceipt(rest)).toThrow(new RegExp(name));
    expect(() => parseReceipt({ ...rest, [name]: { odd: true } })).toThrow(new RegExp(name));
  }
  for (const not of [null, [], 'x', 1]) expect(() => parseReceipt(not)).toThrow(/not a decision receipt/);
});
