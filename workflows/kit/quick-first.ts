import { isCancellation } from '@temporalio/workflow';
import { pauseAfter } from './failure-type.ts';

/**
 * Tries inside the workflow task, and goes on as a regular activity.
 * @param isFinal whether another attempt is pointless after such a failure, so that it is thrown at once
 */
export async function quickFirst<T>(
  quick: () => Promise<T>,
  regular: () => Promise<T>,
  isFinal: (error: unknown) => boolean,
): Promise<T> {
  try {
    return await quick();
  } catch (error) {
    if (isCancellation(error) || isFinal(error)) throw error;
    await pauseAfter(error);
  }
  return regular();
}
