import { Button } from '@mantine/core';
import { IconCalendarPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Panel } from '../../learner/panel.tsx';
import { useLocalized, useWords } from '../../messages/language.ts';
import { Notice } from '../../shell/notice.tsx';
import { Sheet } from '../../staff/sheet.tsx';
import { CopyableId } from '../../text/copyable-id.tsx';
import type { Product } from '../sales-document.ts';
import { salesWords } from '../words/index.ts';
import { PriceForm } from './price-form.tsx';
import { PriceTimeline } from './price-timeline.tsx';
import classes from './prices.module.css';

interface ProductPanelProps {
  readonly product: Product;
  readonly onPublished: () => void;
}

/** A product: its prices over time, and the way to a new one. */
export function ProductPanel({ product, onPublished }: ProductPanelProps) {
  const words = useWords(salesWords).prices;
  const text = useLocalized();
  const [planning, setPlanning] = useState(false);
  const [published, setPublished] = useState(false);
  const plan = (
    <Button size="compact-md" fz="sm" variant="default" leftSection={<IconCalendarPlus size={16} aria-hidden="true" />} onClick={() => setPlanning(true)}>
      {words.publish}
    </Button>
  );
  const done = () => {
    setPlanning(false);
    setPublished(true);
    onPublished();
  };
  return (
    <Panel title={text(product.name)} aside={plan}>
      <p className={classes['code']}>
        <CopyableId value={product.code} what={text(product.name)} />
      </p>
      {published && (
        <output>
          <Notice tone="good" title={words.published} />
        </output>
      )}
      {product.prices.length === 0 ? <Notice tone="warn" title={words.none} /> : <PriceTimeline prices={product.prices} />}
      <Sheet opened={planning} title={`${words.publish} · ${text(product.name)}`} onClose={() => setPlanning(false)}>
        <PriceForm product={product} onPublished={done} />
      </Sheet>
    </Panel>
  );
}
