import { send } from './client.js';

/** Saves what an address answers as a file; the name is the server's where it gives one. */
export async function download(path: string, name: string): Promise<void> {
  const response = await send(path, { headers: { accept: '*/*' } });
  const given = /filename="?([^";]+)"?/i.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const url = URL.createObjectURL(await response.blob());
  follow(url, given ?? name);
  // The browser has it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** For an address that carries its own ticket: streamed by the browser, whatever its size. */
export function follow(url: string, name = ''): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
