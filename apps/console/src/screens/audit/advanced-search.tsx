import { Autocomplete, Button, Group, MultiSelect, Select, TextInput } from '@mantine/core';
import { type ChangeEvent, type FormEvent, useState } from 'react';
import { KINDS, STATUSES, useAuditActions } from '../../api/audit-entries.js';
import type { AuditSearch, FilterField } from '../../api/audit-filter.js';
import { useConnections } from '../../api/connections.js';
import { useTargets } from '../../api/targets.js';
import { actionWords } from '../../components/action-words.js';
import { t } from '../../texts/en.js';
import classes from './audit.module.css';
import { COMMON } from './use-connection-name.js';

const texts = t.audit.search;

const TEXTS = ['userName', 'email', 'login', 'sourceIp', 'target', 'actor', 'code'] as const;
const LISTS = ['action', 'status', 'kind'] as const;

type Form = Record<(typeof TEXTS)[number], string> &
  Record<(typeof LISTS)[number], string[]> & { connection: string | null };

interface AdvancedSearchProps {
  search: AuditSearch;
  onSearch: (search: AuditSearch) => void;
  fault: { field: FilterField; message: string } | undefined;
}

/** Each thing that can be looked for by itself. */
export function AdvancedSearch({ search, onSearch, fault }: AdvancedSearchProps) {
  const [form, setForm] = useState({ of: search, values: formOf(search) });
  // A chip was taken away, or the browser went back.
  if (form.of !== search) setForm({ of: search, values: formOf(search) });
  const { values } = form;
  const input = <Field extends keyof Form>(field: Field) => ({
    label: texts.field[field],
    value: values[field],
    onChange: (value: Form[Field]) => setForm({ of: search, values: { ...values, [field]: value } }),
    error: fault?.field === field ? fault.message : undefined,
  });
  const actions = useAuditActions().data ?? [];
  const connections = useConnections(true).data ?? [];
  const targets = useTargets().data ?? [];
  const plain = (hint?: string) => ({
    ...{ placeholder: hint, maxLength: 512, spellCheck: false, autoComplete: 'off' },
  });
  const text = (field: (typeof TEXTS)[number], hint?: string) => {
    const { onChange, ...rest } = input(field);
    return {
      ...{ ...rest, ...plain(hint) },
      onChange: (event: ChangeEvent<HTMLInputElement>) => onChange(event.currentTarget.value),
    };
  };
  const list = (field: (typeof LISTS)[number]) => ({
    ...input(field),
    placeholder: values[field].length === 0 ? texts.anyOf : undefined,
    hidePickedOptions: true,
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    onSearch(searchFrom(values, search));
  }

  const chosen = [...new Set([...actions, ...values.action])];
  return (
    <form onSubmit={submit} noValidate aria-label={texts.advanced}>
      <div className={classes.fields}>
        <TextInput {...text('userName')} description={texts.beginning} />
        <TextInput {...text('email')} description={texts.beginning} />
        <TextInput {...text('login')} description={texts.beginning} />
        <MultiSelect
          {...list('action')}
          searchable
          data={chosen.map((value) => ({ value, label: actionWords(value) }))}
        />
        <MultiSelect
          {...list('status')}
          data={STATUSES.map((value) => ({ value, label: t.audit.statusChoice[value] ?? t.audit.status[value] }))}
        />
        <MultiSelect {...list('kind')} data={KINDS.map((value) => ({ value, label: kindChoice(value) }))} />
        <TextInput {...text('sourceIp', texts.ipHint)} />
        <Autocomplete {...input('target')} {...plain()} data={[...new Set(targets.map(({ name }) => name))]} />
        <TextInput {...text('actor')} />
        <Select
          {...input('connection')}
          placeholder={texts.anyOf}
          clearable
          searchable
          data={[
            ...connections.map(({ id, name }) => ({ value: id, label: name })),
            { value: COMMON, label: texts.noConnection },
          ]}
        />
        <TextInput {...text('code', texts.codeHint)} />
      </div>
      <Group mt="md" gap="sm">
        <Button type="submit">{texts.apply}</Button>
        <Button variant="default" onClick={() => onSearch({})}>
          {texts.reset}
        </Button>
      </Group>
    </form>
  );
}

const kindChoice = (kind: (typeof KINDS)[number]): string => `${t.audit.kind[kind]}: ${t.audit.kinds[kind]}`;

function formOf(search: AuditSearch): Form {
  const listOf = (text: string | undefined): string[] => text?.split(',').filter((word) => word !== '') ?? [];
  const { userName = '', email = '', login = '', sourceIp = '', target = '', actor = '', code = '' } = search;
  return {
    ...{ userName, email, login, sourceIp, target, actor, code },
    ...{ action: listOf(search.action), status: listOf(search.status), kind: listOf(search.kind) },
    connection: search.connection ?? null,
  };
}

/** What has no field here stays as it is. */
function searchFrom(form: Form, before: AuditSearch): AuditSearch {
  const next: AuditSearch = { ...before, connection: form.connection ?? undefined };
  for (const field of TEXTS) next[field] = form[field].trim() || undefined;
  for (const field of LISTS) next[field] = form[field].join(',') || undefined;
  return next;
}
