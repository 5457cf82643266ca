import classes from './copyable-id.module.css';
import { CopyButton } from './copy-button.tsx';

interface CopyableIdProps {
  readonly value: string;
  readonly what: string;
  /** What is read of it, when the whole is too long to be looked at. */
  readonly shown?: string;
}

/** An identifier with the means to copy it. */
export function CopyableId({ value, what, shown }: CopyableIdProps) {
  return (
    <span className={classes['id']}>
      <span className={classes['text']} title={value}>
        {shown ?? value}
      </span>
      <CopyButton value={value} what={what} />
    </span>
  );
}
