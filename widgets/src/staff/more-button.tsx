import { Button } from '@mantine/core';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useWords } from '../messages/language.ts';
import classes from './more-button.module.css';
import type { Pages } from './use-pages.ts';
import { staffWords } from './words/index.ts';

/** The end of a list that comes in pages: the next one, or that there is none. */
export function MoreButton({ pages }: { readonly pages: Pages<unknown> }) {
  const words = useWords(staffWords);
  return (
    <div className={classes['end']}>
      {pages.error && <ErrorNotice error={pages.error} onTryAgain={pages.more} />}
      {pages.hasMore && (
        <Button variant="default" size="compact-md" fz="sm" disabled={pages.busy} onClick={pages.more}>
          {pages.busy ? words.fetchingOlder : words.olderEntries}
        </Button>
      )}
      {!pages.hasMore && !pages.busy && !pages.error && <p className={classes['all']}>{words.allShown}</p>}
    </div>
  );
}
