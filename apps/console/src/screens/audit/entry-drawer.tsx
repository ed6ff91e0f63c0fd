import { Drawer } from '@mantine/core';
import { t } from '../../texts/en.js';

interface EntryDrawerProps {
  id: string | undefined;
  onClose: () => void;
  onOpen: (id: string) => void;
}

export function EntryDrawer({ id, onClose }: EntryDrawerProps) {
  return (
    <Drawer opened={id !== undefined} onClose={onClose} position="right" size={640} title={t.audit.entry.timeline}>
      {id}
    </Drawer>
  );
}
