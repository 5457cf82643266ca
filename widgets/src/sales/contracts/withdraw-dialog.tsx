import { useAct } from '../../api/use-act.ts';
import { formatInstant } from '../../format/instant-format.ts';
import { useLanguage, useWords } from '../../messages/language.ts';
import { Confirm } from '../../staff/confirm.tsx';
import { withdrawContractMutation, type Contract } from '../sales-document.ts';
import { salesWords } from '../words/index.ts';
import { buyerName } from './buyer-name.ts';
import { followerOf } from './contract-state.ts';
import { formatPercent } from './format-percent.ts';

interface WithdrawDialogProps {
  readonly contract: Contract;
  readonly contracts: readonly Contract[];
  readonly onWithdrawn: () => void;
  readonly onClose: () => void;
}

/** Asks before a contract that has not begun is taken back, and says what holds without it. */
export function WithdrawDialog({ contract, contracts, onWithdrawn, onClose }: WithdrawDialogProps) {
  const words = useWords(salesWords).contracts.withdrawing;
  const { language } = useLanguage();
  const withdraw = useAct(withdrawContractMutation);
  const holding = followerOf(contract, contracts, Date.parse(contract.from));
  const confirm = async () => {
    if (withdraw.busy) return;
    if (await withdraw.run({ id: contract.id })) onWithdrawn();
  };
  return (
    <Confirm opened destroys title={words.title(buyerName(contract.institution, contract.unit))} confirm={words.confirm} doing={words.doing} busy={withdraw.busy} error={withdraw.error} onConfirm={() => void confirm()} onClose={onClose}>
      <p>
        {words.never(formatInstant(contract.from, 'date', language))} {holding === null ? words.nothingHolds : words.holds(formatPercent(holding.discountPercent, language))}
      </p>
    </Confirm>
  );
}
