import { expect, test } from '@jest/globals';
import { answerInTime, nothingBeside } from '../../../activities/kit/answer-in-time.ts';

const after = <T>(ms: number, answer: () => T) =>
  new Promise<T>((resolve, reject) => {
    setTimeout(() => {
      try {
        resolve(answer());
      } catch (error) {
        reject(error);
      }
    }, ms);
  });
const late = () => new Error('late');
const broken = () => {
  throw new Error('broken');
};

test('what is quick answers, or fails, as it would alone', async () => {
  expect(
    await answerInTime(
      after(5, () => 7),
      1_000,
      late,
    ),
  ).toBe(7);
  await expect(answerInTime(after(5, broken), 1_000, late)).rejects.toThrow('broken');
});

test('what is slow is not waited for, and goes on until it is done, whatever comes of it', async () => {
  let done = false;
  const work = after(100, () => {
    done = true;
  });
  await expect(answerInTime(work, 5, late)).rejects.toThrow('late');
  await expect(answerInTime(after(80, broken), 5, late)).rejects.toThrow('late');
  expect(done).toBe(false);
  await nothingBeside();
  expect(done).toBe(true);
});
