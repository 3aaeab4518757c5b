import type { FieldComparison } from './model.ts';

const GRADES = [
  { level: 'same', atLeast: 0.999 },
  { level: 'nearly the same', atLeast: 0.93 },
  { level: 'very close', atLeast: 0.88 },
  { level: 'close', atLeast: 0.83 },
  { level: 'fairly close', atLeast: 0.78 },
  { level: 'alike', atLeast: 0.73 },
  { level: 'similar', atLeast: 0.68 },
  { level: 'half', atLeast: 0.6 },
  { level: 'in part', atLeast: 0.5 },
  { level: 'little', atLeast: 0.25 },
  { level: 'different', atLeast: 0 },
];
const EQUAL = [
  { level: 'equal', atLeast: 1 },
  { level: 'different', atLeast: 0 },
];

/** The levels a comparison is told apart by; the numbers of those with fixed steps are explained where they are compared. */
export const LEVELS: Readonly<Record<FieldComparison, readonly { level: string; atLeast: number }[]>> = {
  name: GRADES,
  text: GRADES,
  string: GRADES,
  number: GRADES,
  equal: EQUAL,
  domain: [
    { level: 'same host', atLeast: 1 },
    { level: 'same domain', atLeast: 0.9 },
    { level: 'other suffix', atLeast: 0.7 },
    { level: 'alike', atLeast: 0.4 },
    { level: 'different', atLeast: 0 },
  ],
  email: [
    { level: 'same', atLeast: 1 },
    { level: 'nearly the same', atLeast: 0.8 },
    { level: 'same mailbox', atLeast: 0.6 },
    { level: 'same host', atLeast: 0.4 },
    { level: 'different', atLeast: 0 },
  ],
  phone: [
    { level: 'same', atLeast: 1 },
    { level: 'one digit off', atLeast: 0.8 },
    { level: 'same area', atLeast: 0.2 },
    { level: 'different', atLeast: 0 },
  ],
  date: [
    { level: 'same', atLeast: 1 },
    { level: 'one slip', atLeast: 0.85 },
    { level: 'same month', atLeast: 0.6 },
    { level: 'same year', atLeast: 0.4 },
    { level: 'different', atLeast: 0 },
  ],
  address: [
    { level: 'same', atLeast: 1 },
    { level: 'street alike', atLeast: 0.8 },
    { level: 'same postal code', atLeast: 0.6 },
    { level: 'same city', atLeast: 0.4 },
    { level: 'same country', atLeast: 0.2 },
    { level: 'different', atLeast: 0 },
  ],
  set: [
    { level: 'all of one', atLeast: 1 },
    { level: 'some', atLeast: 0.01 },
    { level: 'none', atLeast: 0 },
  ],
};
