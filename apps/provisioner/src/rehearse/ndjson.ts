/** Lines gathered before they go out: a chunk for each would cost more than what is in it. */
const CHUNK = 64 * 1024;

/**
 * One JSON object a line. A failure in the middle, of which the status code can't tell any more, is the last line:
 * `{"error": "..."}`; a reader takes the answer for whole only when it ends with a summary.
 */
export async function* ndjson(lines: AsyncIterable<object>, failed: (error: unknown) => void): AsyncGenerator<string> {
  let chunk = '';
  try {
    for await (const line of lines) {
      chunk += `${JSON.stringify(line)}\n`;
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = '';
    }
  } catch (error) {
    failed(error);
    chunk += `${JSON.stringify({ error: 'Usher failed on the way; what comes after this line is missing. Try again.' })}\n`;
  }
  if (chunk !== '') yield chunk;
}
