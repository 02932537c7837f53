import type { ReactElement } from "react";

/** The product's sign: three lines of one text, in the hues of three parties. */
export function BrandMark(props: { sizePx?: number }): ReactElement {
  const sizePx = props.sizePx ?? 28;
  return (
    <svg width={sizePx} height={sizePx} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="7" fill="#25406f" />
      <path d="M8 11.5h11" stroke="#ffffff" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M8 17h16" stroke="#e2a94f" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M8 22.5h8" stroke="#c6abf3" strokeWidth="2.6" strokeLinecap="round" />
    </svg>
  );
}
