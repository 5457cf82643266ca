/** What may take the keyboard's place when a part of it is gone. */
const places = 'section, form, article, [role="dialog"], [role="tabpanel"], main';

/** Time for a dialog that closes to give the keyboard back by itself. */
const patienceMs = 120;

/**
 * Keeps the keyboard where it was: when what had it is taken away, such as the row of a thing that is done, the smallest part of the page that
 * is still there gets it, else the content. Without this it falls to the document's beginning, and a screen reader with it. A button that is
 * switched off while it works gets it back when it is on again.
 * @returns ends it
 */
export function keepFocus(document: Document): () => void {
  let last: readonly Element[] = [];
  let behindDialog: readonly Element[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const remember = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || target === document.body) return;
    last = withAncestors(target);
    if (target.closest('[role="dialog"], [role="menu"]') === null) behindDialog = last;
  };
  const restore = () => {
    // somebody who has gone to the course page around this one, say, is not fetched back from what they write there
    if (document.activeElement !== document.body || last.length === 0 || !document.hasFocus()) return;
    heirOf(last, behindDialog)?.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(() => {
    if (document.activeElement !== document.body) return;
    clearTimeout(timer);
    timer = setTimeout(restore, patienceMs);
  });
  // somebody who presses on empty ground has put the keyboard away
  const forget = ({ target }: Event) => {
    if (target instanceof Element && target.closest('a, button, input, select, textarea, summary, label, [tabindex]') === null) last = [];
  };
  document.addEventListener('focusin', remember);
  document.addEventListener('pointerdown', forget);
  observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled'] });
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    document.removeEventListener('focusin', remember);
    document.removeEventListener('pointerdown', forget);
  };
}

function withAncestors(element: Element): readonly Element[] {
  return element.parentElement === null ? [element] : [element, ...withAncestors(element.parentElement)];
}

/** Who has the keyboard next; undefined while a button that works is only switched off. */
function heirOf(last: readonly Element[], behindDialog: readonly Element[]): HTMLElement | undefined {
  const chain = last[0]?.isConnected === true || last.some((each) => each.isConnected && each.matches(places)) ? last : behindDialog;
  const [own] = chain;
  if (own instanceof HTMLElement && own.isConnected) return own.matches(':disabled') ? undefined : own;
  const place = chain.find((each) => each.isConnected && each.matches(places)) ?? document.querySelector('main');
  if (!(place instanceof HTMLElement)) return undefined;
  if (!place.hasAttribute('tabindex')) place.tabIndex = -1;
  return place;
}
