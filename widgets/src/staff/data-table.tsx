import type { ReactNode } from 'react';
import classes from './data-table.module.css';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand at the end, so that their digits stand below each other. */
  readonly align?: 'end';
}

interface DataTableProps<Row> {
  /** What the table holds, for those who do not see where it stands. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

/** How many columns a table may have until it needs more room. */
const few = 4;
const many = 6;

function roomFor(columns: number): string {
  if (columns <= few) return '';
  return (columns <= many ? classes['many'] : classes['most']) ?? '';
}

/** A table; where there is no room for columns, each row becomes a card that names its values. The first column names the row. */
export function DataTable<Row>({ label, columns, rows, keyOf }: DataTableProps<Row>) {
  return (
    // A table that scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={classes['frame']} tabIndex={0} aria-label={label}>
      <table className={`${classes['table']} ${roomFor(columns.length)}`} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ head, align }) => (
              <th key={head} scope="col" className={align && classes[align]}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <TableRow key={keyOf(row)} row={row} columns={columns} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function TableRow<Row>({ row, columns }: { readonly row: Row; readonly columns: readonly Column<Row>[] }) {
  return (
    <tr>
      {columns.map(({ head, cell, align }, at) =>
        at === 0 ? (
          <th key={head} scope="row">
            {cell(row)}
          </th>
        ) : (
          <td key={head} className={align && classes[align]} data-head={head}>
            {cell(row)}
          </td>
        ),
      )}
    </tr>
  );
}
