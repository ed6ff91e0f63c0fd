import { Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { ApiError } from '../../api/api-error.js';
import { CHAINS_PATH, VERIFY_PATH, type VerifyLine } from '../../api/audit-ledger.js';
import { download } from '../../api/download.js';
import { useProgress } from '../../api/use-progress.js';
import { Panel } from '../../app/panel.js';
import { Failed } from '../../components/failed.js';
import { IconDownload, IconShieldCheck } from '../../components/icons.js';
import { t } from '../../texts/en.js';
import { AuditPage } from './audit-page.js';
import { ChainsPanel } from './chains-panel.js';
import { ProgressLine } from './progress-line.js';
import { useConnectionName } from './use-connection-name.js';
import { VerifyOutcome } from './verify-outcome.js';

const texts = t.audit.verify;

/** `/audit/verify`, with `?chain=` of one chain alone */
export function VerifyScreen() {
  const [parameters] = useSearchParams();
  const chain = parameters.get('chain') ?? undefined;
  const nameOf = useConnectionName();
  const work = useProgress<VerifyLine>();
  /** The file that was compared last; undefined: none was. */
  const [kept, setKept] = useState<{ name: string; checkpoint: unknown }>();
  const resetFile = useRef<() => void>(null);
  const [unread, setUnread] = useState<ApiError>();
  const last = work.lines.at(-1);
  const result = last !== undefined && 'result' in last ? last.result : undefined;
  const failure = unread ?? (last !== undefined && 'error' in last ? new ApiError(0, last.error) : work.error);

  function verify(against?: { name: string; checkpoint: unknown }): void {
    setUnread(undefined);
    setKept(against);
    work.start(VERIFY_PATH, { method: 'POST', body: { chain, checkpoint: against?.checkpoint } });
  }

  async function compare(file: File | null): Promise<void> {
    if (file === null) return;
    // Or the same one could not be chosen again.
    resetFile.current?.();
    try {
      verify({ name: file.name, checkpoint: JSON.parse(await file.text()) });
    } catch {
      setUnread(new ApiError(0, texts.notJson));
    }
  }

  const day = new Date().toISOString().slice(0, 10);
  const action = work.running ? (
    <Button variant="default" onClick={work.stop}>
      {texts.stop}
    </Button>
  ) : (
    <Button leftSection={<IconShieldCheck size={16} aria-hidden />} onClick={() => verify()}>
      {chain !== undefined ? texts.actionOf(nameOf(chain)) : result ? texts.again : texts.action}
    </Button>
  );
  return (
    <AuditPage part="verify" lead={texts.lead}>
      <Stack gap="md">
        <Panel title={texts.title} actions={action}>
          <Stack gap="md">
            {work.running && <Running lines={work.lines} nameOf={nameOf} />}
            {failure !== undefined && !work.running && (
              <Failed
                error={failure}
                title={unread ? texts.notDone : texts.brokenOff}
                onRetry={unread ? undefined : () => verify(kept)}
              />
            )}
            {result && <VerifyOutcome result={result} against={kept?.name} ofOne={chain !== undefined} />}
            {!work.running && !result && failure === undefined && (
              <Text size="sm" c="dimmed">
                {texts.idle}
              </Text>
            )}
          </Stack>
        </Panel>
        <ChainsPanel />
        <Panel title={texts.keep}>
          <Text size="sm" c="dimmed" mb="sm" maw={680}>
            {texts.keepLead}
          </Text>
          <Group gap="sm">
            <Button
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
              onClick={() => void download(CHAINS_PATH, `chains-${day}.json`).catch(setUnread)}
            >
              {texts.save}
            </Button>
            <FileButton
              resetRef={resetFile}
              accept="application/json,.json"
              onChange={(file) => void compare(file)}
              disabled={work.running}
            >
              {(props) => (
                <Button variant="default" {...props} disabled={work.running}>
                  {texts.compare}
                </Button>
              )}
            </FileButton>
          </Group>
        </Panel>
      </Stack>
    </AuditPage>
  );
}

/** Each chain that is on its way or done. */
function Running({ lines, nameOf }: { lines: readonly VerifyLine[]; nameOf: (chain: string) => string }) {
  const latest = new Map(lines.flatMap((line) => ('chain' in line ? [[line.chain, line] as const] : [])));
  return (
    <Stack gap="sm" aria-busy="true">
      <Text size="sm" role="status">
        {texts.running}
      </Text>
      {[...latest.values()].map(({ chain, checked, of }) => (
        <ProgressLine key={chain} label={nameOf(chain)} done={checked} of={of} />
      ))}
    </Stack>
  );
}
