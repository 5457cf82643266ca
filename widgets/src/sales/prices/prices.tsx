import { IconTag } from '@tabler/icons-react';
import { useAsk } from '../../api/use-ask.ts';
import { useWords } from '../../messages/language.ts';
import { Empty } from '../../shell/empty.tsx';
import { Asked } from '../../staff/asked.tsx';
import { useKept } from '../../staff/use-kept.ts';
import { productsQuery } from '../sales-document.ts';
import { salesWords } from '../words/index.ts';
import { ProductPanel } from './product-panel.tsx';

const noVariables = {};

/** Every product with its prices over time. */
export function Prices() {
  const words = useWords(salesWords).prices;
  const answer = useKept(useAsk(productsQuery, noVariables));
  return (
    <Asked answer={answer} what={words.loading}>
      {({ products }) =>
        products.length === 0 ? (
          <Empty icon={IconTag} title={words.empty}>
            {words.emptyText}
          </Empty>
        ) : (
          products.map((product) => <ProductPanel key={product.code} product={product} onPublished={answer.refresh} />)
        )
      }
    </Asked>
  );
}
