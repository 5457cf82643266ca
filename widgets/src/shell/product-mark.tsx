/** The product's sign: a cloud that holds a tick. Takes its colour from the text. */
export function ProductMark({ className }: { readonly className?: string | undefined }) {
  return (
    <svg className={className} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="currentColor" />
      <g fill="none" stroke="#fff" strokeWidth="2.2" strokeLinejoin="round" strokeLinecap="round">
        <path d="M22.6 21.5H11.2a4.7 4.7 0 0 1-.7-9.3 6.2 6.2 0 0 1 11.9 1.4 4 4 0 0 1 .2 7.9Z" />
        <path d="m13 16.6 2.4 2.4 4.4-4.6" />
      </g>
    </svg>
  );
}
