import { linesOf } from './ndjson.js';

function bodyOf(...chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) if (chunk.length > 0) controller.enqueue(chunk);
      controller.close();
    },
  });
}

async function read(body: ReadableStream<Uint8Array>): Promise<unknown[]> {
  const lines: unknown[] = [];
  for await (const line of linesOf(body)) lines.push(line);
  return lines;
}

describe('an answer line by line', () => {
  it('is cut at line breaks, wherever the pieces end, a letter of several bytes among them', async () => {
    const bytes = new TextEncoder().encode('{"name":"Zoë"}\n\n{"n":2}\n{"n":3}');
    for (let cut = 0; cut <= bytes.length; cut += 1)
      expect(await read(bodyOf(bytes.slice(0, cut), bytes.slice(cut)))).toEqual([{ name: 'Zoë' }, { n: 2 }, { n: 3 }]);
  });

  it('that breaks off says so, in the middle of a line or of the way', async () => {
    const half = new TextEncoder().encode('{"n":1}\n{"n":');
    await expect(read(bodyOf(half))).rejects.toThrow('The answer broke off before its end.');
    const lost = new ReadableStream<Uint8Array>({
      start: (controller) => controller.error(new TypeError('terminated')),
    });
    await expect(read(lost)).rejects.toThrow('The answer broke off before its end.');
  });
});
