/** An author's text without the heading it may begin with: the page has said the title already. */
export const withoutTitle = (markdown: string): string => markdown.replace(/^\s*# .*(\r?\n|$)/, '');
