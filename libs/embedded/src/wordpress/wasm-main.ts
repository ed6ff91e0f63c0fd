/**
 * The process that runs PHP-WASM, with an IPC channel:
 * `node wasm-main.js <folder of the packages> <site folder> <version of PHP>`.
 */
import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WasmCall, WasmReply } from './wasm-protocol.js';

/** The part that is used of `@php-wasm/universal` and `@php-wasm/node`, which are no dependency of this project. */
interface Php {
  mkdirTree(path: string): void;
  mount(path: string, handler: unknown): Promise<unknown>;
  run(request: { code: string }): Promise<{ text: string; errors: string; exitCode: number }>;
}
interface PhpResponse {
  httpStatusCode: number;
  headers: Record<string, string[]>;
  bytes: Uint8Array;
}
interface Universal {
  PHP: new (runtime: number) => Php;
  PHPRequestHandler: new (options: object) => { request(request: object): Promise<PhpResponse> };
  setPhpIniEntries(php: Php, entries: Record<string, string>): Promise<void>;
}
interface Loader {
  loadNodeRuntime(version: string, options: object): Promise<number>;
  createNodeFsMountHandler(path: string): unknown;
}

/** The sites of a network share its files: /second/wp-admin/ is /wp-admin/. As router.php has it. */
const NETWORK_FILES =
  /^\/(?!wp-(?:admin|content|includes)\/)[_0-9a-zA-Z-]+(\/(?:wp-(?:admin|content|includes)(?:\/.*)?|[^/]+\.php))$/;

const [packages = '', site = '', version = ''] = process.argv.slice(2);
// Without its parent this process serves nobody.
process.once('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);

const php = await loadPhp();
let queue: Promise<unknown> = Promise.resolve();

/** One instance of PHP does one thing at a time. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = queue.then(work);
  queue = result.catch(() => undefined);
  return result;
}

async function load<T>(name: string): Promise<T> {
  const require = createRequire(join(packages, 'package.json'));
  return (await import(pathToFileURL(require.resolve(name).replace(/\.cjs$/, '.js')).href)) as T;
}

async function universal(): Promise<Universal> {
  return load<Universal>('@php-wasm/universal');
}

async function loadPhp(): Promise<Php> {
  const { PHP, setPhpIniEntries } = await universal();
  const { loadNodeRuntime, createNodeFsMountHandler } = await load<Loader>('@php-wasm/node');
  const made = new PHP(await loadNodeRuntime(version, { emscriptenOptions: { processId: 1 } }));
  await setPhpIniEntries(made, { memory_limit: '256M', display_errors: '0', html_errors: '0' });
  // The same path inside as outside: the site's configuration holds absolute ones.
  made.mkdirTree(site);
  await made.mount(site, createNodeFsMountHandler(site));
  return made;
}

async function run(code: string): Promise<string> {
  // As on a command line: no request, whose host would be example.com.
  const bare = `<?php unset( $_SERVER['HTTP_HOST'], $_SERVER['REQUEST_URI'] ); ?>${code}`;
  const result = await inTurn(() => php.run({ code: bare }));
  if (result.exitCode !== 0) throw new Error(`php failed: ${result.errors || result.text}`.slice(0, 2_000));
  return result.text;
}

async function serve(port: number): Promise<void> {
  const { PHPRequestHandler } = await universal();
  const handler = new PHPRequestHandler({
    php,
    documentRoot: join(site, 'public'),
    absoluteUrl: `http://127.0.0.1:${port}`,
    cookieStore: false,
    rewriteRules: existsSync(join(site, 'network')) ? [{ match: NETWORK_FILES, replacement: '$1' }] : [],
    getFileNotFoundAction: () => ({ type: 'internal-redirect', uri: '/index.php' }),
  });
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A trap leaves the instance broken: the parent starts another.
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      response.writeHead(503, { 'retry-after': '5' }).end();
      setTimeout(() => process.exit(70), 100);
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = request.url ?? '/';
    if (/(^|\/)(\.|%2e)/i.test(url.split('?', 1)[0] ?? '')) {
      response.writeHead(404).end();
      return;
    }
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    );
    const body = chunks.length > 0 ? new Uint8Array(Buffer.concat(chunks)) : undefined;
    const result = await inTurn(() => handler.request({ url, method: request.method, headers, body }));
    const sent = Object.entries(result.headers).filter(
      ([name]) => !/^(connection|transfer-encoding|content-length|keep-alive)$/i.test(name),
    );
    response.writeHead(result.httpStatusCode, Object.fromEntries(sent));
    response.end(request.method === 'HEAD' ? undefined : result.bytes);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

process.on('message', (call: WasmCall) => {
  const work =
    call.method === 'run'
      ? run(call.argument)
      : call.method === 'serve'
        ? serve(Number(call.argument)).then(() => '')
        : Promise.resolve('');
  const reply = (content: Omit<WasmReply, 'id'>) => process.send?.({ id: call.id, ...content } satisfies WasmReply);
  work.then(
    (output) => reply({ output }),
    (error: unknown) => reply({ error: error instanceof Error ? error.message : String(error) }),
  );
});
