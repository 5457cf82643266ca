import classes from './copyable-id.module.css';
import { CopyButton } from './copy-button.tsx';

/** An identifier with the means to copy it. */
export function CopyableId({ value, what }: { readonly value: string; readonly what: string }) {
  return (
    <span className={classes['id']}>
      <span className={classes['text']} title={value}>
        {value}
      </span>
      <CopyButton value={value} what={what} />
    </span>
  );
}
