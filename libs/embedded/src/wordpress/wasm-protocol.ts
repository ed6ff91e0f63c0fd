/** From the parent to the process that runs PHP-WASM. */
export interface WasmCall {
  id: number;
  /** run: argument is a script; serve: a port; ready: answered when PHP has been loaded. */
  method: 'ready' | 'run' | 'serve';
  argument: string;
}

export interface WasmReply {
  id: number;
  output?: string;
  error?: string;
}
