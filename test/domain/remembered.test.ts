import { expect, test } from '@jest/globals';
import { remembered } from '../../domain/remembered.ts';

test('answers as the function does, asks it once for each text, and forgets the oldest', () => {
  const asked: string[] = [];
  const length = remembered(2, (text) => {
    asked.push(text);
    return text === '' ? null : text.length;
  });
  expect(['ab', '', 'ab', ''].map(length)).toEqual([2, null, 2, null]);
  expect(asked).toEqual(['ab', '']);
  expect(['abc', '', 'ab'].map(length)).toEqual([3, null, 2]);
  expect(asked).toEqual(['ab', '', 'abc', 'ab']);
});

test('keeps no long text', () => {
  let asked = 0;
  const count = remembered(10, () => {
    asked += 1;
    return asked;
  });
  expect([count('a'), count('a')]).toEqual([1, 1]);
  expect([count('b'.repeat(201)), count('b'.repeat(201))]).toEqual([2, 3]);
});
