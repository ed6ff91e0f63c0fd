import { Alert, Anchor, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { ChainResult, Fault, VerifyResult } from '../../api/audit-ledger.js';
import { IconAlertTriangle, IconShieldCheck } from '../../components/icons.js';
import { StatusBadge } from '../../components/status-badge.js';
import { t } from '../../texts/en.js';
import classes from './audit.module.css';
import { useConnectionName } from './use-connection-name.js';

const texts = t.audit.verify;

interface VerifyOutcomeProps {
  result: VerifyResult;
  /** Name of the file with kept checkpoints that was compared as well. */
  against: string | undefined;
  /** One chain was verified, not all. */
  ofOne: boolean;
}

export function VerifyOutcome({ result: { chains, fault }, against, ofOne }: VerifyOutcomeProps) {
  const entries = chains.reduce((sum, chain) => sum + chain.entries, 0);
  const isSigned = chains.every(({ signed, unsigned }) => signed && unsigned === 0);
  return (
    <>
      {fault !== null ? (
        <Broken fault={fault} ofOne={ofOne} />
      ) : (
        <Alert
          color={isSigned ? 'green' : 'yellow'}
          variant="light"
          icon={<IconShieldCheck size={20} />}
          title={texts.intact}
          role="status"
        >
          <Text size="sm">{texts.intactLead(entries, chains.length)}</Text>
          {against !== undefined && <Text size="sm">{texts.against(against)}</Text>}
          {!isSigned && <Text size="sm">{texts.intactUnsigned}</Text>}
        </Alert>
      )}
      {chains.length > 0 && <ByChain chains={chains} />}
    </>
  );
}

function Broken({ fault, ofOne }: { fault: Fault; ofOne: boolean }) {
  const nameOf = useConnectionName();
  const { kind, seq, chain, entryId, detail } = fault;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={20} />} title={texts.broken} role="alert">
      <Text size="sm" fw={600}>
        {texts.faults[kind]} {texts.at(seq.toLocaleString('en'), nameOf(chain))}
      </Text>
      <Text size="sm">{detail}</Text>
      {entryId !== null && (
        <Anchor component={Link} to={`/audit?entry=${encodeURIComponent(entryId)}`} size="sm">
          {texts.openEntry}
        </Anchor>
      )}
      <Text size="sm" mt="xs">
        {texts.around} {!ofOne && texts.others}
      </Text>
    </Alert>
  );
}

function ByChain({ chains }: { chains: readonly ChainResult[] }) {
  const nameOf = useConnectionName();
  const number = (n: number) => <Table.Td className={classes.number}>{n.toLocaleString('en')}</Table.Td>;
  const head = (label: string) => (
    <Table.Th scope="col" className={classes.number}>
      {label}
    </Table.Th>
  );
  return (
    <div className={classes.scrolledTable} tabIndex={0} role="region" aria-label={texts.result}>
      <Table verticalSpacing="xs" aria-label={texts.result}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{texts.chain}</Table.Th>
            {head(texts.entries)}
            {head(texts.removed)}
            {head(texts.erased)}
            {head(texts.checkpoints)}
            <Table.Th scope="col">{texts.signature}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {chains.map(({ chain, entries, removed, erased, checkpoints, signed, unsigned }) => (
            <Table.Tr key={chain}>
              <Table.Th scope="row" fw={500}>
                {nameOf(chain)}
              </Table.Th>
              {number(entries)}
              {number(removed)}
              {number(erased)}
              {number(checkpoints)}
              <Table.Td>
                <StatusBadge tone={!signed ? 'warn' : unsigned > 0 ? 'info' : 'good'}>
                  {!signed ? texts.unsigned : unsigned > 0 ? texts.partly(unsigned) : texts.signed}
                </StatusBadge>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
