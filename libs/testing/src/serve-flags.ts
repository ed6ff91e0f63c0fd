import { readFileSync } from 'node:fs';

/** The flags of Node with which `nx serve` starts a service (nx.json): it is tested and measured as it is run. */
export function serveFlags(): string[] {
  const nx = JSON.parse(readFileSync(new URL('../../../nx.json', import.meta.url), 'utf8')) as {
    targetDefaults: { serve: { options: { command: string } } };
  };
  return nx.targetDefaults.serve.options.command.split(' ').filter((word) => word.startsWith('--'));
}
