/**
 * Puts a text on the clipboard, within a click. Where the page may not do it by itself, the browser's own command for copying does: a frame needs a
 * permission of the page around it, which Moodle does not give, and a page over plain http never has the other way.
 * @returns whether it is there
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    // absent over plain http, whatever its type says
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

function copySelected(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  area.className = 'visually-hidden';
  // beside the button: a dialog that is open keeps the focus inside
  (focused?.parentElement ?? document.body).append(area);
  area.select();
  try {
    return document.execCommand('copy');
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
