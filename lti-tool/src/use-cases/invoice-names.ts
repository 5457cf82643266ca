import type { PartyNames } from '@cloudclass/billing';
import type { Sql } from '../ports/sql.ts';

/** What a payer reads on an invoice: the institution's own names for its units and courses. */
export function createInvoiceNames(sql: Sql): PartyNames {
  return {
    async institution(id) {
      const [row] = await sql.query<{ name: string }>('select name from institution where id = $1', [id]);
      return row?.name ?? id;
    },
    async line({ courseId, unitId, product, seconds }) {
      const [row] = await sql.query<{ course: string; unit: string | null; product: string | null }>(
        `select c.title as course, u.name as unit, p.name->>'en' as product
         from course c left join business_unit u on u.id = $2 left join billing.product p on p.code = $3 where c.id = $1`,
        [courseId, unitId, product],
      );
      const minutes = (Number(seconds) / 60).toFixed(1);
      return [row?.unit, row?.course ?? courseId, `${row?.product ?? product}, ${minutes} min`].filter((part) => part !== null && part !== undefined).join(' · ');
    },
  };
}
