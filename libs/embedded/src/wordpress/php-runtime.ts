/** What runs a site's PHP: the machine's own `php`, or PHP compiled to WebAssembly. */
export interface PhpRuntime {
  readonly kind: 'native' | 'wasm';
  /** Runs a script, its text beginning with `<?php`, outside of any request. Rejects when PHP ends with a failure. */
  run(code: string): Promise<string>;
  /** Serves the site until {@link PhpServer.stop}. */
  serve(site: SitePaths, port: number, log: (message: string) => void): Promise<PhpServer>;
  /** Ends what `run` needed, for a runtime that is never asked to serve. */
  close(): Promise<void>;
}

export interface PhpServer {
  /** Resolves when the server has ended, however, and tells how. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

/** Where the parts of a site are. */
export interface SitePaths {
  /** Holds all of the site. */
  folder: string;
  /** The document root: WordPress itself. */
  root: string;
  /** The SQLite database is outside of the document root. */
  database: string;
  router: string;
  pidFile: string;
  phpLog: string;
}

/** A script that has its input in `$input`; nothing secret gets into a command line. */
export function phpScript(input: unknown, body: string): string {
  const data = Buffer.from(JSON.stringify(input)).toString('base64');
  return `<?php\n$input = json_decode( base64_decode( '${data}' ), true );\n?>${body}`;
}
