import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAct } from '../../api/use-act.ts';
import { useNow } from '../../format/clock.ts';
import { formatInstant } from '../../format/instant-format.ts';
import { useLanguage, useWords } from '../../messages/language.ts';
import { Confirm } from '../../staff/confirm.tsx';
import { endContractMutation, type Contract } from '../sales-document.ts';
import { salesWords } from '../words/index.ts';
import { buyerName } from './buyer-name.ts';
import { midnightOf } from './contract-plan.ts';
import { followerOf } from './contract-state.ts';
import { formatPercent } from './format-percent.ts';
import { useRefusal } from './refusal.ts';

interface EndDialogProps {
  readonly contract: Contract;
  readonly contracts: readonly Contract[];
  readonly onEnded: () => void;
  readonly onClose: () => void;
}

const minuteMs = 60_000;

/** Asks when a contract ends, and says what follows. */
export function EndDialog({ contract, contracts, onEnded, onClose }: EndDialogProps) {
  const words = useWords(salesWords).contracts.ending;
  const end = useAct(endContractMutation);
  const [day, setDay] = useState('');
  const now = useNow(minuteMs);
  const refusal = useRefusal(end.error);
  const at = midnightOf(day);
  const wrong = isWrong(contract, at, now);
  const confirm = async () => {
    if (end.busy || wrong) return;
    if (await end.run({ id: contract.id, at: at?.toISOString() ?? null })) onEnded();
  };
  return (
    <Confirm opened destroys title={words.title(buyerName(contract.institution, contract.unit))} confirm={words.confirm} doing={words.doing} busy={end.busy} notReady={wrong} error={refusal === null ? end.error : null} onConfirm={() => void confirm()} onClose={onClose}>
      <TextInput
        type="date"
        label={words.day}
        description={words.dayHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={wrong ? words.dayWrong : (refusal?.sentence ?? null)}
        value={day}
        onChange={(event) => {
          setDay(event.currentTarget.value);
          end.forget();
        }}
      />
      {!wrong && <EndEffect contract={contract} contracts={contracts} at={at} now={now} />}
    </Confirm>
  );
}

/** An end is later than now and within the contract; one that has not begun ends only after it has. */
function isWrong({ from, to }: Contract, at: Date | null, now: number): boolean {
  if (at === null) return Date.parse(from) > now;
  return at.getTime() <= Math.max(now, Date.parse(from)) || (to !== null && at.getTime() >= Date.parse(to));
}

interface EndEffectProps {
  readonly contract: Contract;
  readonly contracts: readonly Contract[];
  /** Null: now. */
  readonly at: Date | null;
  readonly now: number;
}

function EndEffect({ contract, contracts, at, now }: EndEffectProps) {
  const words = useWords(salesWords).contracts.ending;
  const { language } = useLanguage();
  const follower = followerOf(contract, contracts, at?.getTime() ?? now);
  return (
    <p aria-live="polite">
      {at === null ? words.atOnce : words.onDay(formatInstant(at.toISOString(), 'date', language))}{' '}
      {follower === null ? words.nothingFollows : words.follows(formatPercent(follower.discountPercent, language))} {words.final}
    </p>
  );
}
