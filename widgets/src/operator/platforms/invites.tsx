import { Button } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { Ago, Instant } from '../../format/instant.tsx';
import { Panel } from '../../learner/panel.tsx';
import { useWords } from '../../messages/language.ts';
import { Confirm } from '../../staff/confirm.tsx';
import { DataTable, type Column } from '../../staff/data-table.tsx';
import { StatusMark } from '../../status/status-mark.tsx';
import type { Tone } from '../../status/tone.ts';
import { revokeMutation, type PlatformHealth } from '../operator-document.ts';
import classes from '../operator.module.css';
import type { OperatorWords } from '../words/en.ts';
import { operatorWords } from '../words/index.ts';
import { InviteDialog } from './invite-dialog.tsx';

type Invite = PlatformHealth['invites'][number];

const tones: Readonly<Record<Invite['status'], Tone>> = { OPEN: 'quiet', REGISTERING: 'busy', INTERRUPTED: 'warn', REGISTERED: 'good', REFUSED: 'bad', EXPIRED: 'quiet', REVOKED: 'quiet' };

const inviteColumns = (words: OperatorWords['invites'], onRevoke: (invite: Invite) => void): readonly Column<Invite>[] => [
  { head: words.institution, cell: ({ institution }) => institution.name },
  { head: words.status, cell: (invite) => <InviteStatus invite={invite} /> },
  { head: words.made, cell: ({ createdAt, createdBy }) => <div className={classes['finding']}><Ago at={createdAt} /><span className={classes['quiet']}>{createdBy}</span></div> },
  { head: words.until, cell: ({ expiresAt }) => <Instant at={expiresAt} form="date" /> },
  {
    head: words.act,
    align: 'end',
    cell: (invite) => invite.status === 'OPEN' && (
      <Button size="compact-sm" variant="default" onClick={() => onRevoke(invite)} aria-label={`${words.revoke}: ${invite.institution.name}`}>
        {words.revoke}
      </Button>
    ),
  },
];

/** The status, why, and what to do where there is something to do. */
function InviteStatus({ invite: { status, issuer, code, detail } }: { readonly invite: Invite }) {
  const words = useWords(operatorWords).invites;
  const advice: Readonly<Record<string, string>> = words.advice;
  const reasons: Readonly<Record<string, string>> = words.reasons;
  return (
    <div className={classes['finding']}>
      <StatusMark tone={tones[status]} look="plain" {...(status === 'OPEN' ? { icon: IconLink } : {})}>{words.statuses[status]}</StatusMark>
      {advice[status] !== undefined && <span>{advice[status]}</span>}
      {issuer !== null && <span className={classes['quiet']}>{issuer}</span>}
      {code !== null && (
        <span className={classes['quiet']}>
          {status === 'OPEN' && `${words.lastAttempt} `}
          {reasons[code] !== undefined && `${reasons[code]} `}
          <code>{code}</code> {detail !== null && <span lang="en">{detail}</span>}
        </span>
      )}
    </div>
  );
}

interface InvitesProps {
  readonly invites: readonly Invite[];
  /** Names of institutions that are known, offered while typing. */
  readonly institutions: readonly string[];
  readonly onChange: (health: PlatformHealth) => void;
}

/** Links by which LMSs register themselves, and what became of them. */
export function Invites({ invites, institutions, onChange }: InvitesProps) {
  const words = useWords(operatorWords).invites;
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Invite | null>(null);
  const columns = inviteColumns(words, setRevoking);
  return (
    <Panel
      title={words.title}
      aside={
        <Button size="compact-sm" onClick={() => setMaking(true)}>
          {words.invite}
        </Button>
      }
    >
      {invites.length === 0 ? <p className={classes['note']}>{words.none}</p> : <DataTable label={words.title} columns={columns} rows={invites} keyOf={({ id }) => id} />}
      <InviteDialog opened={making} institutions={institutions} onChange={onChange} onClose={() => setMaking(false)} />
      <RevokeConfirm invite={revoking} onChange={onChange} onClose={() => setRevoking(null)} />
    </Panel>
  );
}

interface RevokeConfirmProps {
  readonly invite: Invite | null;
  readonly onChange: (health: PlatformHealth) => void;
  readonly onClose: () => void;
}

function RevokeConfirm({ invite, onChange, onClose }: RevokeConfirmProps) {
  const words = useWords(operatorWords).invites;
  const revoke = useAct(revokeMutation);
  const confirm = async () => {
    if (invite === null) return;
    const done = await revoke.run({ id: invite.id });
    if (!done) return;
    onChange(done.revokeInvite);
    onClose();
  };
  return (
    <Confirm opened={invite !== null} title={words.revokeTitle} confirm={words.revoke} doing={words.revoking} destroys busy={revoke.busy} error={revoke.error} onConfirm={() => void confirm()} onClose={onClose}>
      <p>{invite?.institution.name}</p>
      <p>{words.revokeText}</p>
    </Confirm>
  );
}
