import { failureType, mayRetry, pauseAfter } from './failure-type.ts';

/** Tries inside the workflow task, and goes on as a regular activity unless no retry can help. */
export async function quickFirst<T>(quick: () => Promise<T>, regular: () => Promise<T>): Promise<T> {
  try {
    return await quick();
  } catch (error) {
    if (!mayRetry(failureType(error))) throw error;
    await pauseAfter(error);
  }
  return regular();
}
