/** Answers that are asked for have some ten kilobytes; the rest is what a gateway adds. */
const MOST_ANSWER = 1024 * 1024;

export const TOO_LARGE = 'answer_too_large';

/** fetch, but of an answer at most a megabyte is read, unpacked: a faulty or hostile server must not fill the memory. */
export async function boundedFetch(
  input: Parameters<typeof fetch>[0],
  init?: Parameters<typeof fetch>[1],
): Promise<Response> {
  const response = await fetch(input, init);
  if (response.body === null) return response;
  let length = 0;
  const bounded = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      length += chunk.length;
      if (length <= MOST_ANSWER) controller.enqueue(chunk);
      else controller.error(Object.assign(new Error('the answer is too large'), { code: TOO_LARGE }));
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(bounded), { status, statusText, headers });
}
