/**
 * Hands a text to the person as a file. The page made it or was answered it: the file has no address of its own that could be passed on.
 * @param type media type, such as `text/csv`
 */
export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
