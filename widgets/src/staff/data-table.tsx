import { useEffect, useRef, useState, type ReactNode } from 'react';
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
const many = 5;

function roomFor(columns: number): string {
  if (columns <= few) return '';
  return (columns <= many ? classes['many'] : classes['most']) ?? '';
}

/** A table; where there is no room for columns, each row becomes a card that names its values. The first column names the row. */
export function DataTable<Row>({ label, columns, rows, keyOf }: DataTableProps<Row>) {
  const { frame, scrolls } = useScrolling();
  return (
    // A table that scrolls must be reachable by keyboard; one that does not would be a stop where there is nothing to do.
    <div ref={frame} className={classes['frame']} {...(scrolls ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}>
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
    </div>
  );
}

/** Whether an element shows less than it holds, from one side to the other. */
function useScrolling() {
  const frame = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setScrolls(element.scrollWidth > element.clientWidth && element.clientWidth > 1));
    [element, ...element.children].forEach((each) => observer.observe(each));
    return () => observer.disconnect();
  }, []);
  return { frame, scrolls };
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
