import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { Page } from '../../app/page.js';
import { t } from '../../texts/en.js';

type Part = keyof Omit<typeof t.people.tabs, 'label'>;
const PLACES: Record<Part, string> = { people: '/people', groups: '/people/groups' };

/** The lists of the directory, one beside the other. */
export function DirectoryPage({ part, children }: { part: Part; children: ReactNode }) {
  const navigate = useNavigate();
  return (
    <Page title={t.people.title} lead={part === 'groups' ? t.people.groups.lead : t.people.lead}>
      <Tabs value={part} onChange={(next) => void navigate(PLACES[(next ?? 'people') as Part])} keepMounted={false}>
        <Tabs.List aria-label={t.people.tabs.label} mb="md">
          <Tabs.Tab value="people">{t.people.tabs.people}</Tabs.Tab>
          <Tabs.Tab value="groups">{t.people.tabs.groups}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={part}>{children}</Tabs.Panel>
      </Tabs>
    </Page>
  );
}
